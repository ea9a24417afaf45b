using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Runs.Notify;

/// <summary>Calls a user's URL: signed, without redirects, only at addresses that are allowed once the name is resolved.</summary>
internal sealed class NotifyClient : IDisposable
{
    private readonly NotifyOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public NotifyClient(NotifyOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        };
        _http = new HttpClient(handler) { Timeout = NotifyOptions.Timeout, MaxResponseContentBufferSize = 64 * 1024 };
    }

    /// <exception cref="FaultException">The call is refused for good.</exception>
    /// <exception cref="RetryLaterException">It may succeed later.</exception>
    public async Task PostAsync(Uri url, string runId, byte[] body, CancellationToken cancellationToken)
    {
        if (!_options.Policy.Allows(url) || _options.Secret is null)
        {
            throw new FaultException(ErrorCodes.NotifyNotAllowed, $"The host '{url.Host}' is not among the setting Autobatch:Notify:AllowedHosts.");
        }

        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Autobatch", "1.0"));
        request.Headers.Add("Autobatch-Delivery", runId);
        request.Headers.Add(NotifySignature.Header, NotifySignature.Of(_options.Secret, _time.GetUtcNow(), body));
        HttpStatusCode status = await SendAsync(request, url, cancellationToken);
        if ((int)status is >= 200 and < 300)
        {
            return;
        }

        string said = $"The host '{url.Host}' answered {(int)status}.";
        throw (int)status is 408 or 425 or 429 or >= 500 ? new RetryLaterException(said) : new FaultException(ErrorCodes.NotifyFailed, said);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpStatusCode> SendAsync(HttpRequestMessage request, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is FaultException refused)
        {
            throw refused;
        }
        catch (HttpRequestException e)
        {
            throw new RetryLaterException($"The host '{url.Host}' could not be called: {e.HttpRequestError}.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RetryLaterException($"The host '{url.Host}' did not answer within {NotifyOptions.Timeout}.");
        }
    }

    // The name is resolved once and the connection goes to what was checked, so that a name cannot change in between.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        IPAddress[] allowed = _options.Policy.AllowPrivate ? addresses : [.. addresses.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
        {
            throw new FaultException(ErrorCodes.NotifyNotAllowed, $"The host '{context.DnsEndPoint.Host}' has no public address.");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Microsoft.Security.AntiSSRF;

namespace Autobatch.Functions.Staging;

/// <summary>
/// Fetches from other hosts: allowed ones only, also behind redirects, and never at private, link-local or loopback addresses, whatever a name resolves to
/// at the moment of the connection (Microsoft.Security.AntiSSRF).
/// </summary>
internal sealed class ExternalFiles : IDisposable
{
    private const int MostRedirects = 5;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(100);
    private readonly StagingOptions _options;
    private readonly HttpClient _http;

    public ExternalFiles(StagingOptions options)
    {
        _options = options;
        AntiSSRFPolicy policy = new(options.Hosts.AllowPrivate ? PolicyConfigOptions.None : PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = options.Hosts.AllowPrivate,
            AddXFFHeader = false,
        };
        AntiSSRFHandler handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Autobatch", "1.0"));
    }

    /// <summary>What the host says of the file now.</summary>
    /// <exception cref="FaultException">It says no, or is not to be asked.</exception>
    public async Task<SourceVersion> LookAsync(Uri url, CancellationToken cancellationToken)
    {
        using HttpResponseMessage head = await SendAsync(HttpMethod.Head, url, null, cancellationToken);
        if (head.IsSuccessStatusCode)
        {
            return SourceVersion.Of(head);
        }

        // Some hosts refuse to be asked without sending.
        using HttpResponseMessage get = await SendAsync(HttpMethod.Get, url, null, cancellationToken);
        return SourceVersion.Of(Good(get, url));
    }

    /// <summary>One part of the version that was looked at.</summary>
    /// <exception cref="FaultException">The file has changed, or the host says no.</exception>
    public async Task<byte[]> ReadAsync(Uri url, SourceVersion version, long offset, int count, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(s_timeout);
        using HttpResponseMessage response = Good(
            await SendAsync(
                HttpMethod.Get,
                url,
                request =>
                {
                    request.Headers.Range = new RangeHeaderValue(offset, offset + count - 1);
                    version.Pin(request.Headers);
                },
                limited.Token),
            url);
        SourceVersion found = SourceVersion.Of(response);
        if (!found.IsSameAs(version) || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != offset))
        {
            throw Changed(url);
        }

        if (response.StatusCode != HttpStatusCode.PartialContent && (offset > 0 || version.Length != count))
        {
            throw Failed(url, "says that it sends parts and sends the whole");
        }

        byte[] bytes = new byte[count];
        await using Stream content = await response.Content.ReadAsStreamAsync(limited.Token);
        int read = await content.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, limited.Token);
        return read == count ? bytes : throw new RetryLaterException($"The host '{url.Host}' ended its answer early.");
    }

    /// <summary>The whole of the version that was looked at, from its beginning. Dispose of it.</summary>
    /// <exception cref="FaultException">The file has changed, or the host says no.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Uri url, SourceVersion version, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = Good(await SendAsync(HttpMethod.Get, url, r => version.Pin(r.Headers), cancellationToken), url);
        if (version.IsPinned && !SourceVersion.Of(response).IsSameAs(version))
        {
            response.Dispose();
            throw Changed(url);
        }

        return response;
    }

    public void Dispose() => _http.Dispose();

    public static FaultException Failed(Uri url, string why) => new(ErrorCodes.CopyFailed, $"{Shown(url)}: the host {why}.");

    public static FaultException Changed(Uri url) => new(ErrorCodes.InputChanged, $"{Shown(url)} changed after the run had looked at it, while it was copied.");

    // A query may hold what nobody should read.
    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);

    private static HttpResponseMessage Good(HttpResponseMessage response, Uri url)
    {
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        int status = (int)response.StatusCode;
        response.Dispose();
        throw status == 412 ? Changed(url)
            : status is 408 or 425 or 429 or >= 500 ? new RetryLaterException($"The host '{url.Host}' answered {status}.")
            : Failed(url, $"answered {status}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        Uri at = url;
        for (int redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using HttpRequestMessage request = new(method, at);
            prepare?.Invoke(request);
            HttpResponseMessage response = await SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            at = new Uri(at, location);
            if (_options.Hosts.Fault(at.AbsoluteUri, $"{StagingOptions.Section}:AllowedHosts", ErrorCodes.CopyNotAllowed) is { } fault)
            {
                throw new FaultException(fault.Code, $"{Shown(url)} leads to another place. {fault.Message}");
            }
        }

        throw Failed(url, $"leads through more than {MostRedirects} redirects");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(s_timeout);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
        }
        catch (Exception e) when (e is AntiSSRFException || e.InnerException is AntiSSRFException)
        {
            throw new FaultException(ErrorCodes.CopyNotAllowed, $"The host '{request.RequestUri!.Host}' has no public address.");
        }
        catch (HttpRequestException e)
        {
            throw new RetryLaterException($"The host '{request.RequestUri!.Host}' could not be called: {e.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RetryLaterException($"The host '{request.RequestUri!.Host}' did not answer within {s_timeout}.");
        }
    }
}

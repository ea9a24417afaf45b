using Autobatch.Emulator.Nodes.Transfers;

namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>GET of an httpUrl. One client for all nodes, so that connections are used again.</summary>
internal sealed class HttpDownloads : IDisposable
{
    private readonly HttpClient _client;

    public HttpDownloads(StorageTrust trust)
    {
        SocketsHttpHandler handler = trust.Handler();
        handler.ConnectTimeout = TimeSpan.FromSeconds(15);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        _client = new(handler);
    }

    /// <summary>Sends the request; the caller reads and disposes the body.</summary>
    /// <exception cref="HttpDownloadException">Any status that is not a success.</exception>
    public async Task<Stream> OpenAsync(Uri url, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using (response)
        {
            string? code = response.Headers.TryGetValues("x-ms-error-code", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
            throw new HttpDownloadException((int)response.StatusCode, code);
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>A server's refusal.</summary>
internal sealed class HttpDownloadException(int status, string? code) : Exception($"The server answered {status}{(code is null ? "" : " " + code)}.")
{
    public int Status { get; } = status;

    public string? Code { get; } = code;
}

using Azure.Core;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Clients for the containers that tasks name, by SAS or by the pool's identity.</summary>
internal sealed class StorageContainers(IAutoStorage autoStorage)
{
    private static readonly BlobClientOptions Options = new() { Retry = { Mode = RetryMode.Exponential, MaxRetries = 4, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(5) } };

    /// <summary>A container of the account's autostorage; null when no storage account is linked.</summary>
    public BlobContainerClient? AutoStorage(string account, string container) => autoStorage.For(account)?.GetBlobContainerClient(container);

    /// <summary>
    /// The container of a URL. With an identity and no SAS, a container of the linked account is opened with the account's
    /// own rights: on one machine every identity of a pool may use the autostorage account.
    /// </summary>
    /// <returns>Null when this is no http(s) URL of a container.</returns>
    public BlobContainerClient? FromUrl(string account, string url, bool identity)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")) return null;
        Uri container = Addressable(parsed);
        var name = new BlobUriBuilder(container);
        if (name.BlobContainerName.Length == 0 || name.BlobName.Length > 0) return null;
        return identity && parsed.Query.Length == 0 && autoStorage.For(account) is { } linked && SafeUrl.Of(container).StartsWith(SafeUrl.Of(Addressable(linked.Uri)).TrimEnd('/') + "/", StringComparison.Ordinal)
            ? linked.GetBlobContainerClient(name.BlobContainerName)
            : new BlobContainerClient(container, Options);
    }

    /// <summary>A blob of the linked account by its URL, for an identity without a SAS; null when it lies elsewhere.</summary>
    public BlobClient? LinkedBlob(string account, Uri url)
    {
        Uri blob = Addressable(url);
        if (url.Query.Length > 0 || autoStorage.For(account) is not { } linked) return null;
        if (!SafeUrl.Of(blob).StartsWith(SafeUrl.Of(Addressable(linked.Uri)).TrimEnd('/') + "/", StringComparison.Ordinal)) return null;
        var name = new BlobUriBuilder(blob);
        return name.BlobName.Length == 0 ? null : linked.GetBlobContainerClient(name.BlobContainerName).GetBlobClient(name.BlobName);
    }

    // The client library takes the account from the path only when the host is an address (or the port a well-known one).
    private static Uri Addressable(Uri url) => url.Host == "localhost" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url;
}

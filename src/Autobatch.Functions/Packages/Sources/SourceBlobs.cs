using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Packages.Sources;

/// <summary>Finds the blobs that manifests bring packages in.</summary>
internal sealed class SourceBlobs(StorageAccounts storage)
{
    /// <summary>The blob as it is now; null when it is not there.</summary>
    /// <param name="source">What the manifest says.</param>
    /// <param name="home">The run's home; null for the primary storage account.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FaultException">It lies in a storage account that is not configured.</exception>
    public async Task<PinnedSource?> FindAsync(PackageSource source, string? home, CancellationToken cancellationToken)
    {
        (HomeStorage account, string container, string name) = source.Url is { } url ? OfUrl(url) : (storage.Find(home), source.Container!, source.BlobName!);
        try
        {
            BlobProperties blob = await account.Container(container).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return new PinnedSource(account.Name, container, name, BlobETag.Of(blob.ETag), blob.ContentLength, source.Sha256);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    private (HomeStorage Account, string Container, string Name) OfUrl(Uri url)
    {
        foreach (HomeStorage account in storage.All)
        {
            string root = $"{account.Service.Uri.AbsoluteUri.TrimEnd('/')}/";
            if (url.AbsoluteUri.StartsWith(root, StringComparison.OrdinalIgnoreCase) && url.AbsoluteUri[root.Length..].Split('/', 2) is [{ Length: > 0 } container, { Length: > 0 } blob])
            {
                return (account, Uri.UnescapeDataString(container), Uri.UnescapeDataString(blob));
            }
        }

        throw new FaultException(
            ErrorCodes.StorageNotConfigured,
            $"{url.GetLeftPart(UriPartial.Path)} is no blob of a configured storage account. Packages are taken from {string.Join(", ", storage.All.Select(a => a.Service.Uri.AbsoluteUri))}; copy the zip into a container there.");
    }
}

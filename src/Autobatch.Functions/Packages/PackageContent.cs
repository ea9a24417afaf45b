using System.Security.Cryptography;
using Azure.Core;
using Azure.ResourceManager.Batch;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Functions.Packages;

/// <summary>Reaches a version's own blob, whose URL carries a credential unless the account uses a managed identity.</summary>
internal sealed class PackageContent(TokenCredential credential)
{
    public BlockBlobClient Blob(BatchApplicationPackageData version)
    {
        Uri uri = version.StorageUri ?? throw new InvalidOperationException("Batch gave no storage URL for the package's version.");
        return new BlobUriBuilder(uri).Sas is null ? new BlockBlobClient(uri, credential) : new BlockBlobClient(uri);
    }

    public async Task<string> HashAsync(BatchApplicationPackageData version, CancellationToken cancellationToken)
    {
        await using Stream content = (await Blob(version).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}

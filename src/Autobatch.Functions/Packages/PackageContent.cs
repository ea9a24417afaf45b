using System.Security.Cryptography;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Azure.Core;
using Azure.ResourceManager.Batch;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Functions.Packages;

/// <summary>
/// Reaches a version's own blob. Its URL carries a credential, unless the account is linked by its managed identity (FACTS C.7): then the app
/// goes with its own, which for the autostorage account may also be a connection string.
/// </summary>
internal sealed class PackageContent(AutoStorage storage, TokenCredential credential)
{
    public BlockBlobClient Blob(BatchApplicationPackageData version)
    {
        Uri uri = version.StorageUri ?? throw new InvalidOperationException("Batch gave no storage URL for the package's version.");
        BlobUriBuilder parts = new(uri);
        return parts.Sas is not null ? new BlockBlobClient(uri, RoundTrips.OfStorage(new BlobClientOptions()))
            : parts.Host == storage.Service.Uri.Host && parts.AccountName == storage.Account
                ? storage.Container(parts.BlobContainerName).GetBlockBlobClient(parts.BlobName)
            : new BlockBlobClient(uri, credential, RoundTrips.OfStorage(new BlobClientOptions()));
    }

    public async Task<string> HashAsync(BatchApplicationPackageData version, CancellationToken cancellationToken)
    {
        await using Stream content = (await Blob(version).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}

using System.Collections.Concurrent;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Staging;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Autobatch.Functions.Storage;

/// <summary>URLs with credentials for one submit: one container or blob, one direction, with an end. They go to Batch and nowhere else.</summary>
internal sealed class StorageUrls(BlobServiceClient service, UserDelegationKey? delegationKey, DateTimeOffset expires, ContainerForm form, RunPackageFiles? packages = null) : IStorageUrls
{
    private readonly ConcurrentDictionary<string, string> _readable = new();
    private readonly ConcurrentDictionary<string, string> _writable = new();

    public string Blob(string container, string blob) => BlobOf(container, blob).Uri.AbsoluteUri;

    public string BlobForReading(string container, string blob)
    {
        BlobClient client = BlobOf(container, blob);
        BlobSasBuilder sas = new(BlobSasPermissions.Read, expires) { BlobContainerName = container, BlobName = blob };
        return Sign(client.Uri, sas);
    }

    public string Container(string container) => service.GetBlobContainerClient(container).Uri.AbsoluteUri;

    public string ContainerForWriting(string container) => _writable.GetOrAdd(container, name =>
    {
        BlobSasBuilder sas = new(BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write, expires) { BlobContainerName = name };
        return Sign(service.GetBlobContainerClient(name).Uri, sas);
    });

    public ContainerAccess ContainerForReading(string container) => form.Kind switch
    {
        ContainerFormKind.Name => ContainerAccess.ByName,
        ContainerFormKind.Identity => new ContainerAccess(Container(container), form.Identity),
        _ => new ContainerAccess(_readable.GetOrAdd(container, Readable), null),
    };

    public string? StagedPackage(PackageReference package) => packages?.Find(package);

    private string Readable(string container)
    {
        BlobSasBuilder sas = new(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List, expires) { BlobContainerName = container };
        return Sign(service.GetBlobContainerClient(container).Uri, sas);
    }

    private BlobClient BlobOf(string container, string blob) => service.GetBlobContainerClient(container).GetBlobClient(blob);

    private string Sign(Uri uri, BlobSasBuilder sas)
    {
        if (delegationKey is not null)
        {
            return new BlobUriBuilder(uri) { Sas = sas.ToSasQueryParameters(delegationKey, service.AccountName) }.ToUri().AbsoluteUri;
        }

        return (sas.BlobName is { Length: > 0 } blob
            ? BlobOf(sas.BlobContainerName, blob).GenerateSasUri(sas)
            : service.GetBlobContainerClient(sas.BlobContainerName).GenerateSasUri(sas)).AbsoluteUri;
    }
}

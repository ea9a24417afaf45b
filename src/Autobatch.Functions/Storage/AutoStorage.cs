using Autobatch.Functions.Configuration;
using Azure.Storage.Blobs;

namespace Autobatch.Functions.Storage;

/// <summary>The primary storage account, which is the autostorage account: a home like others, and besides what is in one place only.</summary>
internal sealed class AutoStorage(BlobServiceClient service, ContainerOptions containers) : HomeStorage(null, service, containers)
{
    private readonly ContainerOptions _containers = containers;

    public BlobContainerClient Packages => Container(_containers.Packages);

    public BlobContainerClient Pools => Container(_containers.Pools);

    public BlobContainerClient Results => Container(_containers.Results);
}

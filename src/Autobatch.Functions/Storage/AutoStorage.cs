using Autobatch.Functions.Configuration;
using Azure.Storage.Blobs;

namespace Autobatch.Functions.Storage;

/// <summary>The autostorage account: what people drop and what runs leave.</summary>
internal sealed class AutoStorage(BlobServiceClient service, ContainerOptions containers)
{
    public BlobServiceClient Service => service;

    /// <summary>The storage account's name; part of ids.</summary>
    public string Account => service.AccountName;

    public BlobContainerClient Packages => Container(containers.Packages);

    public BlobContainerClient Pools => Container(containers.Pools);

    public BlobContainerClient Results => Container(containers.Results);

    public BlobContainerClient Outputs => Container(containers.Outputs);

    public BlobContainerClient Container(string name) => service.GetBlobContainerClient(name);
}

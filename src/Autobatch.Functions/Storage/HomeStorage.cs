using Autobatch.Functions.Configuration;
using Azure.Storage.Blobs;

namespace Autobatch.Functions.Storage;

/// <summary>A storage account that starts runs: where a run's manifest landed, there its inputs and outputs are.</summary>
/// <param name="name">What ledger rows call it; null for the primary one.</param>
/// <param name="service">Its blobs.</param>
/// <param name="containers">Names of containers.</param>
internal class HomeStorage(string? name, BlobServiceClient service, ContainerOptions containers)
{
    /// <summary>Its name in the settings and in ledger rows; null for the primary one.</summary>
    public string? Name => name;

    public BlobServiceClient Service => service;

    /// <summary>The storage account's name; part of ids.</summary>
    public string Account => service.AccountName;

    public BlobContainerClient Outputs => Container(containers.Outputs);

    public BlobContainerClient Container(string container) => service.GetBlobContainerClient(container);
}

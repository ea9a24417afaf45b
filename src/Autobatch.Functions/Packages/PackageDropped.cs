using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Storage;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Packages;

/// <summary>A zip landed in the packages container: <c>{application}/{version}.zip</c>.</summary>
internal sealed class PackageDropped(BlobArrived blobArrived)
{
    [Function(nameof(PackageDropped))]
    public Task Run(
        [BlobTrigger("%Autobatch:Containers:Packages%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AutoStorage")] BlobClient blob,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        blobArrived.HandleAsync(new HomeContainer(null, blob.BlobContainerName), name, FoundBy.Event, client, context.CancellationToken);
}

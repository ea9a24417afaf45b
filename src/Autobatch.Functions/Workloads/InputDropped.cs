using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Storage;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Workloads;

/// <summary>A file landed in the inputs container; a workload may have asked for it.</summary>
internal sealed class InputDropped(BlobArrived blobArrived)
{
    [Function(nameof(InputDropped))]
    public Task Run(
        [BlobTrigger("%Autobatch:Containers:Inputs%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AutoStorage")] BlobClient blob,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        blobArrived.HandleAsync(new HomeContainer(null, blob.BlobContainerName), name, FoundBy.Event, client, context.CancellationToken);
}

using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Storage;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Workloads;

/// <summary>A workload's document landed: <c>{name}.workload.json</c> or <c>{name}.workload.yaml</c>.</summary>
internal sealed class WorkloadDropped(BlobArrived blobArrived)
{
    [Function(nameof(WorkloadDropped))]
    public Task Run(
        [BlobTrigger("%Autobatch:Containers:Workloads%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AutoStorage")] BlobClient blob,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        blobArrived.HandleAsync(new HomeContainer(null, blob.BlobContainerName), name, FoundBy.Event, client, context.CancellationToken);
}

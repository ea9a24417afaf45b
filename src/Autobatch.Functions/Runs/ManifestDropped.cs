using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Storage;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>A manifest landed in the jobs container: <c>{name}.job.json</c> or <c>{name}.job.yaml</c>.</summary>
internal sealed class ManifestDropped(BlobArrived blobArrived)
{
    [Function(nameof(ManifestDropped))]
    public Task Run(
        [BlobTrigger("%Autobatch:Containers:Jobs%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AutoStorage")] BlobClient blob,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        blobArrived.HandleAsync(new HomeContainer(null, blob.BlobContainerName), name, FoundBy.Event, client, context.CancellationToken);
}

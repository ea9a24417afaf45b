using Autobatch.Functions.Storage;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Watching;

/// <summary>The last task of a run left its mark.</summary>
internal sealed class MarkerDropped(EndMarkers markers)
{
    [Function(nameof(MarkerDropped))]
    public Task Run(
        [BlobTrigger("%Autobatch:Containers:Markers%/{name}", Source = BlobTriggerSource.EventGrid, Connection = "AutoStorage")] BlobClient blob,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        markers.ArrivedAsync(new HomeContainer(null, blob.BlobContainerName), name, client, context.CancellationToken);
}

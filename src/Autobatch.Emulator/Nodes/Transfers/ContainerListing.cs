using System.Net.Sockets;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Lists a container for a node.</summary>
internal static class ContainerListing
{
    /// <summary>Whether a blob stands for a folder, by its name or its marker.</summary>
    public static bool IsFolder(BlobItem blob) =>
        blob.Name.EndsWith('/') || (blob.Metadata.TryGetValue("hdi_isfolder", out string? marker) && bool.TryParse(marker, out bool marked) && marked);

    /// <summary>Blobs with their metadata.</summary>
    /// <param name="container">The container.</param>
    /// <param name="prefix">What names begin with; null for all.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="clock">For pauses between tries.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <exception cref="TaskFailureException">The container cannot be listed.</exception>
    public static async Task<IReadOnlyList<BlobItem>> ReadAsync(BlobContainerClient container, string? prefix, int most, TimeProvider clock, CancellationToken cancellationToken)
    {
        string address = SafeUrl.Of(container.Uri);
        IReadOnlyList<BlobItem> blobs = [];
        try
        {
            await Retry.RunAsync(
                async cancel => blobs = await container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancel).Take(most).ToListAsync(cancel).ConfigureAwait(false),
                StorageErrors.IsDroppedConnection,
                clock,
                cancellationToken).ConfigureAwait(false);
            return blobs;
        }
        catch (RequestFailedException denied) when (StorageErrors.IsDenied(denied))
        {
            throw new TaskFailureException(TaskFailures.ResourceContainerAccessDenied(address, StorageErrors.Reason(denied)), denied);
        }
        catch (Exception failed) when (failed is RequestFailedException or AggregateException or SocketException && !cancellationToken.IsCancellationRequested)
        {
            int? status = (failed as RequestFailedException)?.Status;
            throw new TaskFailureException(TaskFailures.ResourceContainerListMiscError(address, status, StorageErrors.Reason(failed)), failed);
        }
    }
}

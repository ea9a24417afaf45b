using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Retention;

/// <summary>
/// What is remembered of a purged run, so that it does not run again: the row of its source blob's version while that version is there, or, for
/// a run that came by HTTP, a row under its id for a time.
/// </summary>
internal sealed class Tombstones(BlobVersions versions, PurgedRuns purged, AutoStorage storage, TimeProvider time)
{
    public Task KeepAsync(LedgerEntry run, CancellationToken cancellationToken) => run.Container is null
        ? purged.SaveAsync(run, time.GetUtcNow(), cancellationToken)
        : KeepVersionAsync(run, run.Container, run.Name!, run.ETag!, cancellationToken);

    /// <summary>Whether the source blob is gone, and its tombstone with it.</summary>
    public async Task<bool> IsGoneAsync(string container, string name, CancellationToken cancellationToken) =>
        await ETagAsync(container, name, cancellationToken) is null;

    private async Task KeepVersionAsync(LedgerEntry run, string container, string name, string etag, CancellationToken cancellationToken)
    {
        BlobVersion? known = await versions.FindAsync(container, name, cancellationToken);
        string? present = await ETagAsync(container, name, cancellationToken);
        if (present is null)
        {
            if (known is not null && known.Id == run.Id)
            {
                await versions.DeleteAsync(container, known, cancellationToken);
            }
        }
        else if (known is null && present == etag && Ids.ForBlob(storage.Account, container, name, etag) == run.Id)
        {
            // A kill after the claim can leave a run without the row.
            await versions.SaveAsync(container, new BlobVersion(name, etag, run.Id, true, run.Sha256), cancellationToken);
        }
    }

    private async Task<string?> ETagAsync(string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await storage.Container(container).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return BlobETag.Of(blob.ETag);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }
}

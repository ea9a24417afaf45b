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
internal sealed class Tombstones(BlobVersions versions, PurgedRuns purged, StorageAccounts storage, TimeProvider time)
{
    public Task KeepAsync(LedgerEntry run, CancellationToken cancellationToken) => run.Container is null
        ? purged.SaveAsync(run, time.GetUtcNow(), cancellationToken)
        : storage.TryFind(run.Storage) is { } home ? KeepVersionAsync(home, run, run.Container, run.Name!, run.ETag!, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Whether the source blob is gone, and its tombstone with it.</summary>
    public async Task<bool> IsGoneAsync(HomeContainer container, string name, CancellationToken cancellationToken) =>
        await ETagAsync(storage.Find(container.Storage), container.Name, name, cancellationToken) is null;

    private async Task KeepVersionAsync(HomeStorage home, LedgerEntry run, string container, string name, string etag, CancellationToken cancellationToken)
    {
        HomeContainer place = new(home.Name, container);
        BlobVersion? known = await versions.FindAsync(place, name, cancellationToken);
        string? present = await ETagAsync(home, container, name, cancellationToken);
        if (present is null)
        {
            if (known is not null && known.Id == run.Id)
            {
                await versions.DeleteAsync(place, known, cancellationToken);
            }
        }
        else if (known is null && present == etag && Ids.ForBlob(home.Account, container, name, etag) == run.Id)
        {
            // A kill after the claim can leave a run without the row.
            await versions.SaveAsync(place, new BlobVersion(name, etag, run.Id, true, run.Sha256), cancellationToken);
        }
    }

    private static async Task<string?> ETagAsync(HomeStorage home, string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await home.Container(container).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return BlobETag.Of(blob.ETag);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }
}

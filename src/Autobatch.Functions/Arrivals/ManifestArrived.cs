using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Manifests;
using Autobatch.Runs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Arrivals;

/// <summary>A manifest landed: one version of the blob, one run.</summary>
internal sealed class ManifestArrived(StorageAccounts storage, BlobVersions versions, RunIntake intake, TimeProvider time)
{
    public async Task HandleAsync(HomeContainer container, string name, FoundBy foundBy, DurableTaskClient client, CancellationToken cancellationToken)
    {
        HomeStorage home = storage.Find(container.Storage);
        if (await DownloadAsync(home.Container(container.Name).GetBlobClient(name), cancellationToken) is not var (content, etag, written, trace))
        {
            return;
        }

        string hash = Ids.ContentHash(content.Span);
        string id = Ids.ForBlob(home.Account, container.Name, name, etag);
        BlobVersion? known = await versions.FindAsync(container, name, cancellationToken);
        if (known is { IsScheduled: true } && known.ETag == etag && (known.Id == id || foundBy == FoundBy.Audit))
        {
            // Dealt with before; its run may have been purged since.
            return;
        }

        if (foundBy == FoundBy.Audit && known is { IsScheduled: true } && known.Sha256 == hash)
        {
            // Nobody says that it was dropped: its properties may have changed. The id stays that of the run, so that an event that is late still makes one.
            await versions.SaveAsync(container, known with { ETag = etag }, cancellationToken);
            return;
        }

        LedgerEntry claim = new()
        {
            Id = id,
            Kind = LedgerKind.Run,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = time.GetUtcNow(),
            Storage = home.Name,
            Container = container.Name,
            Name = name,
            ETag = etag,
            Sha256 = hash,
            Trace = trace,
        };
        LedgerEntry entry = await intake.TakeAsync(claim, ManifestInput.Of(content, ManifestNames.FormatOf(name)), client, cancellationToken);
        await versions.SaveAsync(container, new BlobVersion(name, etag, id, true, hash), cancellationToken);
        if (entry.State == LedgerState.Scheduled && entry.CreatedAt == claim.CreatedAt)
        {
            RunMetrics.Triggered(time.GetUtcNow() - written, foundBy);
        }
    }

    // One byte past the bound is enough for the reader to say that the manifest is too large.
    private static async Task<(ReadOnlyMemory<byte> Content, string ETag, DateTimeOffset Written, string? Trace)?> DownloadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken);
            int bound = ManifestReadOptions.Default.MaxBytes + 1;
            byte[] content = new byte[(int)Math.Min(download.Details.ContentLength, bound)];
            await download.Content.ReadExactlyAsync(content, cancellationToken);
            return (content, BlobETag.Of(download.Details.ETag), download.Details.LastModified, RunTrace.ReadCaller(download.Details.Metadata.FirstOrDefault(m => m.Key.Equals("traceparent", StringComparison.OrdinalIgnoreCase)).Value));
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }
}

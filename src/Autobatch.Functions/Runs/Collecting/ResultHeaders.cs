using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Results;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Puts together what a result says about its run before the first task.</summary>
internal sealed class ResultHeaders(RunLedger ledger, PackageWarnings warnings, StorageAccounts storage, RunFiles files)
{
    public async Task<RunResultHeader> MakeAsync(
        RunEnd end, RunPlan plan, BatchAccount account, RunPlace place, DateTimeOffset noticedAt, CancellationToken cancellationToken)
    {
        LedgerEntry? entry = await ledger.FindAsync(end.Run.RunId, cancellationToken);
        (IReadOnlyList<PackageReference> Packages, IReadOnlyList<RunWarning> Warnings)? given =
            await warnings.FindAsync(account.Name, end.Run.RunId, null, cancellationToken);
        return new RunResultHeader
        {
            RunId = end.Run.RunId,
            JobId = end.JobMade ? end.Job!.JobId : null,
            ManifestId = entry?.ManifestId ?? "",
            Workload = end.Run.Workload,
            Account = account.Name,
            PlacementPolicy = entry?.PlacementPolicy,
            PlacementReason = entry?.PlacementReason,
            MovedFrom = [.. (end.Left ?? []).Select(l => (l.Account, l.Kept))],
            Region = place.Region,
            PoolId = place.PoolId,
            VmSize = place.Pool?.VmSize,
            TaskSlotsPerNode = place.Pool?.TaskSlotsPerNode,
            ManifestBlob = end.Run.Container is null ? null : $"{end.Run.Container}/{end.Run.Name}",
            ManifestSha256 = end.Run.Sha256,
            RerunOf = entry?.RerunOf,
            Staging = (await files.ReadStagingAsync(end.Run.RunId, cancellationToken))?.Totals() is { Blobs: > 0 } staged ? staged : null,
            Packages = given?.Packages ?? plan.Packages,
            Warnings = given?.Warnings ?? [],
            TriggeredAt = await TriggeredAtAsync(end.Run, cancellationToken),
            CreatedAt = end.Run.CreatedAt,
            StartedAt = entry?.StartedAt,
            JobEndedAt = end.JobEndedAt,
            NoticedAt = end.JobMade ? noticedAt : null,
        };
    }

    // A manifest that was deleted or written again does not tell any more when this version was written.
    private async Task<DateTimeOffset?> TriggeredAtAsync(RunInput run, CancellationToken cancellationToken)
    {
        if (run.Container is null || storage.TryFind(run.Storage) is not { } home)
        {
            return null;
        }

        try
        {
            BlobProperties properties = await home.Container(run.Container).GetBlobClient(run.Name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return BlobETag.Of(properties.ETag) == run.ETag?.Trim('"') ? properties.LastModified : null;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }
}

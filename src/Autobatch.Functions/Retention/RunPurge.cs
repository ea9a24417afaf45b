using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Retention;

/// <summary>
/// Removes what an ended run left. Every step may be done again, and the row that lists the run goes last: whatever cuts a purge off, the next
/// one finds the run and goes on.
/// </summary>
internal sealed class RunPurge(
    RunRows rows, RunLedger ledger, RerunLinks links, PendingReruns pending, RunBlobs blobs, RunJobs jobs, Tombstones tombstones, RunPlans plans, SourceDefaults defaults, TimeProvider time)
{
    /// <summary>Purges as much as one call may; nothing when the run has not ended.</summary>
    /// <param name="key">The run; one that is gone counts as purged.</param>
    /// <param name="scope">What of it.</param>
    /// <param name="client">Of the task hub.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<PurgeProgress> PurgeAsync(LedgerKey key, PurgeScope scope, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(key, cancellationToken) is not { } run)
        {
            return PurgeProgress.Done;
        }

        if (!LedgerState.IsSettled(run.State) || !await RunInstances.HaveEndedAsync(client, run.Id, cancellationToken))
        {
            return PurgeProgress.NotEnded;
        }

        await MarkAsync(run, scope, cancellationToken);
        if (await pending.AnyAsync(run.Id, cancellationToken))
        {
            return PurgeProgress.Awaited;
        }

        if (scope.HasFlag(PurgeScope.Record))
        {
            await defaults.ForgetAsync(run.Id, cancellationToken);
        }

        if (!await RemoveBlobsAsync(run, scope, cancellationToken))
        {
            return PurgeProgress.More;
        }

        if (!scope.HasFlag(PurgeScope.Record))
        {
            DateTimeOffset now = time.GetUtcNow();
            LedgerPatch patch = new()
            {
                ResultsPurgedAt = scope.HasFlag(PurgeScope.Results) ? now : null,
                OutputsPurgedAt = scope.HasFlag(PurgeScope.Outputs) ? now : null,
            };
            await ledger.UpdateAsync(key, patch, cancellationToken);
            return PurgeProgress.Done;
        }

        await jobs.DeleteAsync(run, client, cancellationToken);
        await RunInstances.PurgeAsync(client, run.Id, cancellationToken);
        plans.Forget(run.Id);
        await tombstones.KeepAsync(run, cancellationToken);
        if (run.RerunOf is not null)
        {
            await links.RemoveAsync(run.RerunOf, run.Id, cancellationToken);
        }

        await rows.DeleteAsync(key, cancellationToken);
        return PurgeProgress.Done;
    }

    // Before anybody is asked whether a rerun shares it: of two that are purged at once, one removes what they share.
    private Task MarkAsync(LedgerEntry run, PurgeScope scope, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        LedgerPatch mark = new()
        {
            OutputsReleasedAt = scope.HasFlag(PurgeScope.Outputs) ? run.OutputsReleasedAt ?? now : null,
            ResultsReleasedAt = scope.HasFlag(PurgeScope.Results) ? run.ResultsReleasedAt ?? now : null,
            PurgeBeganAt = scope.HasFlag(PurgeScope.Record) ? run.PurgeBeganAt ?? now : null,
        };
        return mark == new LedgerPatch() ? Task.CompletedTask : rows.MarkAsync(run.Key, mark, cancellationToken);
    }

    private async Task<bool> RemoveBlobsAsync(LedgerEntry run, PurgeScope scope, CancellationToken cancellationToken) =>
        (!scope.HasFlag(PurgeScope.Outputs) || await blobs.DeleteOutputsAsync(run, cancellationToken))
        && (!scope.HasFlag(PurgeScope.Results) || await blobs.DeleteResultsAsync(run.Id, cancellationToken))
        && (!scope.HasFlag(PurgeScope.Record) || await blobs.DeleteStoredAsync(run, cancellationToken));
}

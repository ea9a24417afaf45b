using System.Diagnostics;
using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Autobatch.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Arrivals;

/// <summary>From a claim to a scheduled run, or to its rejection. Every step may be done again.</summary>
internal sealed partial class RunIntake(RunLedger ledger, RunFiles files, RunPlans plans, ErrorFiles errors, TimeProvider time, ILogger<RunIntake> logger)
{
    /// <summary>Takes a run in. The row that counts comes back: somebody else's when the id was claimed before.</summary>
    public async Task<LedgerEntry> TakeAsync(LedgerEntry claim, ManifestInput manifest, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunPlanResult planned = plans.Read(claim, manifest);
        claim = claim with { ManifestId = planned.ManifestId };
        using Activity? door = RunSpans.Door(claim);
        (LedgerEntry entry, _) = await ledger.ClaimAsync(claim, cancellationToken);
        if (entry.State != LedgerState.Claimed || entry.Sha256 != claim.Sha256)
        {
            RunSpans.Forget(door);
            return entry;
        }

        if (!planned.IsValid)
        {
            return await RejectAsync(entry, Problem.Of(planned.Errors), cancellationToken);
        }

        await Task.WhenAll(files.SaveManifestAsync(entry.Id, planned.Plan.ToManifest(), cancellationToken), ledger.OpenAsync(entry, cancellationToken));
        return await ScheduleAsync(entry, client, cancellationToken);
    }

    /// <summary>Claims a run that cannot be: its record says why.</summary>
    public async Task<LedgerEntry> RefuseAsync(LedgerEntry claim, Problem problem, CancellationToken cancellationToken)
    {
        (LedgerEntry entry, _) = await ledger.ClaimAsync(claim, cancellationToken);
        return entry.State == LedgerState.Claimed ? await RejectAsync(entry, problem, cancellationToken) : entry;
    }

    /// <summary>Schedules a run whose manifest is kept. An orchestration that exists already is the same run.</summary>
    public async Task<LedgerEntry> StartAsync(LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        using Activity? door = RunSpans.Door(entry);
        return await ScheduleAsync(entry, client, cancellationToken);
    }

    private async Task<LedgerEntry> ScheduleAsync(LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        await Orchestrations.EnsureAsync(client, nameof(RunOrchestrator), Ids.RunInstance(entry.Id), new RunState { Run = RunInput.Of(entry) }, cancellationToken);
        await ledger.MarkScheduledAsync(entry, cancellationToken);
        LogScheduled(logger, entry.Id, entry.ManifestId, entry.Name ?? entry.Workload ?? "HTTP");
        return entry with { State = LedgerState.Scheduled };
    }

    private async Task<LedgerEntry> RejectAsync(LedgerEntry entry, Problem problem, CancellationToken cancellationToken)
    {
        LedgerEntry rejected = entry with
        {
            State = LedgerState.Rejected,
            Status = RunStatus.Rejected,
            ErrorCode = problem.Code,
            ErrorDetail = problem.Detail,
            EndedAt = time.GetUtcNow(),
        };
        await errors.WriteAsync(entry.Id, problem with { Instance = entry.BlobPath }, cancellationToken);
        await ledger.ListAsync(rejected, cancellationToken);
        await ledger.UpdateAsync(
            entry.Key,
            new LedgerPatch
            {
                State = rejected.State,
                Status = rejected.Status,
                ErrorCode = rejected.ErrorCode,
                ErrorDetail = rejected.ErrorDetail,
                EndedAt = rejected.EndedAt,
            },
            cancellationToken);
        RunMetrics.Ended(rejected.Status);
        LogRejected(logger, entry.Id, problem.Code, entry.BlobPath);
        return rejected;
    }

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} of {ManifestId} scheduled, from {Source}", EventName = "RunScheduled")]
    private static partial void LogScheduled(ILogger logger, string runId, string? manifestId, string source);

    [LoggerMessage(2, LogLevel.Warning, "{Blob} rejected as {RunId}: {Code}", EventName = "ManifestRejected")]
    private static partial void LogRejected(ILogger logger, string runId, string code, string blob);
}

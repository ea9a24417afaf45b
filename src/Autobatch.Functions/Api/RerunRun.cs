using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Workloads;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>POST /api/runs/{id}/rerun</c>: all of a run again, or with <c>?only=failed</c> the tasks that did not succeed.</summary>
internal sealed class RerunRun(
    KnownRuns runs, RunLedger ledger, RerunLinks links, RunIntake intake, RunFiles files, BatchStore batches, RunViews views, TimeProvider time)
{
    public const string OnlyFailed = "failed";

    private const int MostTries = 20;

    [Function(nameof(RerunRun))]
    [Summary("Runs an ended run again: all of it, or only the tasks that did not succeed.")]
    [Query("only", "failed for the tasks that did not succeed; leave it out for all.", Values = [OnlyFailed])]
    [Header(ApiHeaders.IdempotencyKey)]
    [Header(ApiHeaders.IfMatch)]
    [Answer(202, "The new run is taken in.", "application/json", Body = typeof(RunAccepted), Headers = [ApiHeaders.Location])]
    [Fails(
        ErrorCodes.RunNotFound, ErrorCodes.RunRejected, ErrorCodes.RunNotEnded, ErrorCodes.NothingToRerun, ErrorCodes.RunPurged, ErrorCodes.ManifestVanished,
        ErrorCodes.InvalidQuery, ErrorCodes.InvalidIdempotencyKey, ErrorCodes.IdempotencyKeyReused, ErrorCodes.PreconditionFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/runs/{id}/rerun")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        runs.AnswerRunAsync(request, id, earlier => AnswerAsync(request, earlier, client, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry earlier, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out string? key))
        {
            return Problems.Answer(ErrorCodes.InvalidIdempotencyKey, request);
        }

        string? only = request.Query["only"] is [{ Length: > 0 } asked] ? asked : null;
        if (only is not null && !string.Equals(only, OnlyFailed, StringComparison.OrdinalIgnoreCase))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'only' may be '{OnlyFailed}', or be left out to run everything again.");
        }

        if (Refusal(earlier, only) is { } refusal)
        {
            return Problems.Answer(refusal, request, $"The run is {earlier.Status}.");
        }

        return await files.ReadManifestAsync(earlier.Id, cancellationToken) is { } manifest
            ? await TakeAsync(earlier, Claim(earlier, only, key) with { Trace = CallerTrace.Of(request) }, manifest, request, client, cancellationToken)
            : Problems.Answer(ErrorCodes.ManifestVanished, request, "The run's manifest is not kept any more.");
    }

    private static string? Refusal(LedgerEntry earlier, string? only) =>
        earlier.Status == RunStatus.Rejected ? ErrorCodes.RunRejected
        : !RunStatus.IsFinal(earlier.Status) ? ErrorCodes.RunNotEnded
        : earlier.PurgeBeganAt is not null ? ErrorCodes.RunPurged
        : only is not null && earlier.Status == RunStatus.Completed ? ErrorCodes.NothingToRerun
        : only is not null && (earlier.ResultsReleasedAt ?? earlier.ResultsPurgedAt ?? earlier.OutputsReleasedAt) is not null ? ErrorCodes.RunPurged
        : null;

    // A run that never had a job has no task that succeeded: all of it runs again.
    private LedgerEntry Claim(LedgerEntry earlier, string? only, string? key)
    {
        bool onlyFailed = only is not null && earlier.JobId is not null;
        return new LedgerEntry
        {
            Id = Ids.ForIdempotencyKey(key ?? Guid.NewGuid().ToString("n")),
            Kind = LedgerKind.Run,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = time.GetUtcNow(),
            Storage = earlier.Storage,
            Container = earlier.Container,
            Name = earlier.Name,
            ETag = earlier.ETag,
            Sha256 = earlier.Sha256,
            Workload = earlier.Workload,
            Batch = earlier.Batch,
            BatchPrefix = earlier.BatchPrefix,
            BatchFiles = earlier.BatchFiles,
            RerunOf = earlier.Id,
            RerunOnly = onlyFailed ? OnlyFailed : null,
            OutputsOf = onlyFailed ? earlier.OutputsOf ?? earlier.Id : null,
        };
    }

    private async Task<IActionResult> TakeAsync(
        LedgerEntry earlier, LedgerEntry claim, ReadOnlyMemory<byte> manifest, HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        LedgerEntry? known = await ledger.FindAsync(claim.Id, cancellationToken);
        if (known is not null && !IsSame(known, claim))
        {
            return Problems.Answer(ErrorCodes.IdempotencyKeyReused, request);
        }

        // A repeat of what was done already changes nothing, so it needs no condition.
        if (known is null && await LinkAsync(earlier, claim, request, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (earlier.Batch is not null && !await batches.CopyAsync(earlier.Id, claim.Id, cancellationToken))
        {
            await links.RemoveAsync(earlier.Id, claim.Id, cancellationToken);
            return Problems.Answer(ErrorCodes.ManifestVanished, request, "The list of the batch's files is not kept any more.");
        }

        LedgerEntry entry = await intake.TakeAsync(claim, ManifestInput.Of(manifest), client, cancellationToken);
        if (IsSame(entry, claim))
        {
            return views.Accepted(entry);
        }

        await links.RemoveAsync(earlier.Id, claim.Id, cancellationToken);
        return Problems.Answer(ErrorCodes.IdempotencyKeyReused, request);
    }

    private async Task<IActionResult?> LinkAsync(LedgerEntry earlier, LedgerEntry claim, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers.IfMatch.Count > 0)
        {
            return RunTag.Allows(request.Headers.IfMatch, earlier) && await links.TryAddAsync(earlier, claim, cancellationToken)
                ? null
                : Problems.Answer(ErrorCodes.PreconditionFailed, request);
        }

        // What was recorded meanwhile may be another rerun, or that the run is being purged.
        LedgerEntry? present = earlier;
        for (int tries = 0; tries < MostTries; tries++)
        {
            if (await links.TryAddAsync(present, claim, cancellationToken))
            {
                return null;
            }

            present = await ledger.FindAsync(earlier.Id, cancellationToken);
            if (present is null)
            {
                return Problems.NoSuchRun(earlier.Id, request);
            }

            if (Refusal(present, claim.RerunOnly) is { } refusal)
            {
                return Problems.Answer(refusal, request, $"The run is {present.Status}.");
            }
        }

        return Problems.Answer(ErrorCodes.NotReady, request, "The run changes all the time; ask again.");
    }

    private static bool IsSame(LedgerEntry entry, LedgerEntry claim) => entry.RerunOf == claim.RerunOf && entry.RerunOnly == claim.RerunOnly;
}

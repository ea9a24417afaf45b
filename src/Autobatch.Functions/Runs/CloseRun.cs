using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs;

/// <summary>Settles a run in the ledger and cleans up behind it.</summary>
internal sealed partial class CloseRun(
    BatchAccounts accounts, RunLedger ledger, RunFiles files, RunPlans plans, AppOptions options, TimeProvider time, ILogger<CloseRun> logger)
{
    [Function(nameof(CloseRun))]
    public async Task Run([ActivityTrigger] RunSummary summary, FunctionContext context)
    {
        RunInput run = summary.End.Run;
        LedgerPatch done = new()
        {
            State = LedgerState.Done,
            Status = summary.Status,
            WaitingFor = "",
            Total = summary.Total,
            Succeeded = summary.Succeeded,
            Failed = summary.Failed,
            ErrorCode = summary.ErrorCode,
            ErrorDetail = summary.ErrorDetail,
            EndedAt = time.GetUtcNow(),
        };
        await ledger.UpdateAsync(run.Key(), done, context.CancellationToken);
        await Task.WhenAll(
            ledger.CloseAsync(run.RunId, context.CancellationToken),
            files.DeleteWindowsAsync(run.RunId, context.CancellationToken),
            DeleteJobAsync(summary.End, context.CancellationToken));
        plans.Forget(run.RunId);
        LogEnded(logger, run.RunId, summary.Status, summary.Succeeded, summary.Failed, summary.ErrorCode);
    }

    private async Task DeleteJobAsync(RunEnd end, CancellationToken cancellationToken)
    {
        if (!options.Runs.DeleteJobs || end.Job is null || !end.JobMade)
        {
            return;
        }

        try
        {
            await accounts.Find(end.Job.Account).Data.DeleteJobAsync(end.Job.JobId, cancellationToken: cancellationToken);
        }
        catch (BatchException e) when (e.Status is 404 or 409)
        {
            // Gone or going.
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} ended: {Status}, {Succeeded} succeeded, {Failed} failed {ErrorCode}", EventName = "RunEnded")]
    private static partial void LogEnded(ILogger logger, string runId, string status, int succeeded, int failed, string? errorCode);
}

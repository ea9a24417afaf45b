using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs;

/// <summary>Settles a run in the ledger and cleans up behind it.</summary>
internal sealed partial class CloseRun(
    BatchAccounts accounts,
    RunLedger ledger,
    RunFiles files,
    RunPlans plans,
    AccountGate gate,
    AppOptions options,
    TimeProvider time,
    ILogger<CloseRun> logger)
{
    [Function(nameof(CloseRun))]
    public Task<ClosedRun> Run([ActivityTrigger] RunSummary summary, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunStep.DoAsync(nameof(CloseRun), summary.End.Run, summary.End.Job, context, () => CloseAsync(summary, client, context.CancellationToken));

    private async Task<ClosedRun> CloseAsync(RunSummary summary, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunInput run = summary.End.Run;
        DateTimeOffset endedAt = time.GetUtcNow();
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
            JobEndedAt = summary.End.JobEndedAt,
            NoticedAt = summary.End.NoticedAt,
            EndedAt = endedAt,
            Phases = RunPhases.Write(summary.End.Phases),
        };
        await ledger.UpdateAsync(run.Key(), done, cancellationToken);
        await Task.WhenAll(
            ledger.CloseAsync(run.RunId, cancellationToken),
            DeleteWindowsAsync(summary, cancellationToken),
            DeleteJobAsync(summary.End, cancellationToken));
        await LeaveGateAsync(summary.End, client, cancellationToken);
        RunMetrics.RunEnded(summary, endedAt);
        RunSpans.Ended(summary, endedAt);
        LogEnded(logger, run.RunId, summary.Status, summary.Succeeded, summary.Failed, summary.ErrorCode);
        return new ClosedRun(await NotifiesAsync(run, cancellationToken) ? options.Notify.Attempts : 0);
    }

    private async Task<bool> NotifiesAsync(RunInput run, CancellationToken cancellationToken)
    {
        try
        {
            bool notifies = (await plans.GetAsync(run, cancellationToken)).NotifyUrl is not null;
            plans.Forget(run.RunId);
            return notifies;
        }
        catch (FaultException)
        {
            // What cannot be planned (any more) names nobody.
            return false;
        }
    }

    // What did not succeed may run again, over the same files.
    private Task DeleteWindowsAsync(RunSummary summary, CancellationToken cancellationToken) =>
        summary.Status == RunStatus.Completed ? files.DeleteWindowsAsync(summary.End.Run.RunId, cancellationToken) : Task.CompletedTask;

    // A job that stays active keeps its place; the sweeper gives it back when somebody has ended the job.
    private async Task LeaveGateAsync(RunEnd end, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (end.Job is { } job && (job.EndsByItself || options.Runs.DeleteJobs || !end.JobMade || end.Cancelled || end.Fault is not null))
        {
            await GateWaking.WakeAsync(client, await gate.LeaveAsync(job.Account, end.Run.Key(), cancellationToken), cancellationToken);
        }
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

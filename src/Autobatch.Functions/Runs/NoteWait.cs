using Autobatch.Functions.Ledger;
using Autobatch.Functions.Telemetry;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs;

/// <summary>Tells the ledger and the log that a run waits, or that it goes on.</summary>
internal sealed partial class NoteWait(RunLedger ledger, ILogger<NoteWait> logger)
{
    [Function(nameof(NoteWait))]
    public Task Run([ActivityTrigger] WaitNote note, FunctionContext context) =>
        RunStep.DoAsync(nameof(NoteWait), note.Run, null, context, () => NoteAsync(note, context.CancellationToken));

    private async Task NoteAsync(WaitNote note, CancellationToken cancellationToken)
    {
        if (note.Wait is not { } wait)
        {
            string status = note.JobMade ? RunStatus.Running : RunStatus.Pending;
            await ledger.UpdateAsync(note.Run.Key(), new LedgerPatch { Status = status, WaitingFor = "" }, cancellationToken);
            LogGoesOn(logger, note.Run.RunId);
            return;
        }

        LedgerPatch waiting = new()
        {
            Status = RunStatus.Waiting,
            WaitingFor = wait.Reason,
            WaitingDetail = wait.Detail,
            WaitingSince = wait.Since,
            WaitingDeadline = wait.Deadline,
        };
        await ledger.UpdateAsync(note.Run.Key(), waiting, cancellationToken);
        RunMetrics.Waits(wait.Reason);
        LogWaiting(logger, note.Run.RunId, wait.Reason, wait.Deadline, wait.Detail);
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} waits: {Reason}, until {Deadline:O}: {Detail}", EventName = "RunWaiting")]
    private static partial void LogWaiting(ILogger logger, string runId, string reason, DateTimeOffset deadline, string detail);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} goes on", EventName = "RunGoesOn")]
    private static partial void LogGoesOn(ILogger logger, string runId);
}

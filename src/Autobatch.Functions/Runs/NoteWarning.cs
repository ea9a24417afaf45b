using Autobatch.Functions.Ledger;
using Autobatch.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs;

/// <summary>Notes what went wrong after a run's end; the run stays as it ended.</summary>
internal sealed partial class NoteWarning(RunLedger ledger, ILogger<NoteWarning> logger)
{
    [Function(nameof(NoteWarning))]
    public Task Run([ActivityTrigger] LateFault warning, FunctionContext context) =>
        RunStep.DoAsync(nameof(NoteWarning), warning.Run, null, context, () => NoteAsync(warning, context.CancellationToken));

    private async Task NoteAsync(LateFault warning, CancellationToken cancellationToken)
    {
        await ledger.UpdateAsync(warning.Run.Key(), new LedgerPatch { Warning = $"{warning.Fault.Code}: {warning.Fault.Detail}" }, cancellationToken);
        LogWarning(logger, warning.Run.RunId, warning.Fault.Code, warning.Fault.Detail);
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} ended; afterwards: {Code}: {Detail}", EventName = "RunWarning")]
    private static partial void LogWarning(ILogger logger, string runId, string code, string detail);
}

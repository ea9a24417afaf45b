using System.Text.Json;
using Autobatch.Functions.Api;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs.Notify;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs;

/// <summary>Tells the manifest's <c>notify.url</c> that the run ended.</summary>
internal sealed partial class NotifyRunEnd(RunPlans plans, RunLedger ledger, RunViews views, NotifyClient client, ILogger<NotifyRunEnd> logger)
{
    [Function(nameof(NotifyRunEnd))]
    public Task Run([ActivityTrigger] RunInput run, FunctionContext context) =>
        RunStep.DoAsync(nameof(NotifyRunEnd), run, null, context, () => NotifyAsync(run, context.CancellationToken));

    private async Task NotifyAsync(RunInput run, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(run, cancellationToken);
        plans.Forget(run.RunId);
        if (plan.NotifyUrl is { } url && await ledger.FindAsync(run.RunId, cancellationToken) is { } entry)
        {
            await client.PostAsync(url, run.RunId, JsonSerializer.SerializeToUtf8Bytes(Body(entry), AppJson.Default.NotifyBody), cancellationToken);
            LogNotified(logger, run.RunId, url.Host);
        }
    }

    private NotifyBody Body(LedgerEntry entry) => new()
    {
        RunId = entry.Id,
        ManifestId = entry.ManifestId,
        Workload = entry.Workload,
        RerunOf = entry.RerunOf,
        Status = entry.Status,
        Tasks = new NotifyCounts(entry.Total ?? 0, entry.Succeeded ?? 0, entry.Failed ?? 0, entry.NotRun ?? 0),
        CreatedAt = entry.CreatedAt,
        EndedAt = entry.EndedAt,
        Error = entry.ErrorCode is { } code ? new RunErrorView(code, entry.ErrorDetail ?? "") : null,
        Links = views.Links(entry),
    };

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} told {Host} that it ended", EventName = "RunNotified")]
    private static partial void LogNotified(ILogger logger, string runId, string host);
}

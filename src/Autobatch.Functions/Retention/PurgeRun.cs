using Autobatch.Functions.Configuration;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>Purges one run that is due, or only says so.</summary>
internal sealed partial class PurgeRun(RunPurge purge, RetentionOptions options, ILogger<PurgeRun> logger)
{
    [Function(nameof(PurgeRun))]
    public async Task<PurgeProgress> Run([ActivityTrigger] ExpiredRun run, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        if (options.DryRun)
        {
            LogWould(logger, run.Id, run.Scope);
            return PurgeProgress.Done;
        }

        PurgeProgress progress = await purge.PurgeAsync(run.Key(), run.Scope, client, context.CancellationToken);
        if (progress == PurgeProgress.Done)
        {
            LogPurged(logger, run.Id, run.Scope);
        }

        return progress;
    }

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} is purged: {Scope}", EventName = "RunPurged")]
    private static partial void LogPurged(ILogger logger, string runId, PurgeScope scope);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} would be purged: {Scope} (Autobatch:Retention:DryRun is true)", EventName = "RunWouldBePurged")]
    private static partial void LogWould(ILogger logger, string runId, PurgeScope scope);
}

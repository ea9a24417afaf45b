using System.Collections.Concurrent;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Watching;

/// <summary>
/// Looks at a run's job as soon as its last task has left a mark. Batch uploads before it calls a task completed, so the job is looked at a few times, at
/// growing intervals; then the watcher's next tick has it. Nothing here is needed: whatever fails is passed over.
/// </summary>
internal sealed partial class EndMarkers(
    BatchAccounts accounts, RunLedger ledger, StorageAccounts storage, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EndMarkers> logger)
{
    private static readonly TimeSpan[] s_pauses =
        [TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private readonly ConcurrentDictionary<string, bool> _looking = new(StringComparer.Ordinal);

    /// <summary>Begins to look and does not wait for the end, for callers that have other blobs to take in.</summary>
    public void Begin(HomeContainer container, string name, DurableTaskClient client) => _ = ArrivedAsync(container, name, client, lifetime.ApplicationStopping);

    /// <summary>Looks until the job is completed, five times at most. However many marks of a run come, one look is under way.</summary>
    public async Task ArrivedAsync(HomeContainer container, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (EndMarker.RunOf(name) is not { } runId || !_looking.TryAdd(runId, true))
        {
            return;
        }

        try
        {
            await LookAsync(container, name, runId, client, cancellationToken);
        }
        catch (Exception e)
        {
            // The tick finds the end all the same, and a mark is not worth a dead letter.
            LogPassedOver(logger, runId, e.GetType().Name);
        }
        finally
        {
            _looking.TryRemove(runId, out _);
        }
    }

    private async Task LookAsync(HomeContainer container, string name, string runId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(runId, cancellationToken) is not { Kind: LedgerKind.Run } run)
        {
            return;
        }

        if (run is { JobId: { } jobId, Account: { } account } && !LedgerState.IsSettled(run.State))
        {
            await LookAsync(accounts.Find(account), jobId, runId, client, cancellationToken);
        }

        await storage.Find(container.Storage).Container(container.Name).DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
    }

    private async Task LookAsync(BatchAccount account, string jobId, string runId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        for (int look = 0; look < s_pauses.Length; look++)
        {
            await Task.Delay(s_pauses[look], time, cancellationToken);
            JobState? job = await account.Data.GetJobIfExistsAsync(jobId, "id,state", cancellationToken);
            if (job?.State == JobStates.Completed && await RunWaking.WakeAsync(client, runId, cancellationToken))
            {
                LogNoticed(logger, runId, look + 1);
            }

            if (job is null || job.State == JobStates.Completed)
            {
                return;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} is woken by its mark, at look {Look}", EventName = "RunMarked")]
    private static partial void LogNoticed(ILogger logger, string runId, int look);

    [LoggerMessage(2, LogLevel.Debug, "The mark of run {RunId} is passed over: {Reason}", EventName = "MarkPassedOver")]
    private static partial void LogPassedOver(ILogger logger, string runId, string reason);
}

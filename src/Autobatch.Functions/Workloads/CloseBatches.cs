using Autobatch.Functions.Configuration;
using Autobatch.Workloads;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>
/// Looks at the files that wait and closes the batches that are due. First a batch's files are kept, then one conditional write decides, then its run is
/// claimed and started, then its files wait no more: after a kill at any of these the next look goes on where it was.
/// </summary>
internal sealed partial class CloseBatches(
    WorkloadCatalog catalog, WorkloadDocuments documents, InputLedger ledger, BatchStore store, BatchRuns runs, RunOptions options, TimeProvider time, ILogger<CloseBatches> logger)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan s_pauseAfterTrouble = TimeSpan.FromSeconds(30);

    [Function(nameof(CloseBatches))]
    public Task<CollectResult> Run([ActivityTrigger] string workload, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        CloseAsync(workload, client, context.CancellationToken);

    private async Task<CollectResult> CloseAsync(string workload, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!await StartAsync(await ledger.BatchesAsync(workload, cancellationToken), client, cancellationToken))
        {
            // Their files still count as waiting: until they are gone, nothing can be closed.
            DateTimeOffset now = time.GetUtcNow();
            return new CollectResult(now, 1, 0, now + s_pauseAfterTrouble);
        }

        DateTimeOffset readAt = time.GetUtcNow();
        ETag closing = await ledger.ClosingAsync(workload, cancellationToken);
        IReadOnlyList<(string? Storage, WaitingFile File)> waiting = await ledger.WaitingAsync(workload, cancellationToken);
        if (waiting.Count == 0 || await catalog.FindAsync(workload, cancellationToken) is { Paused: true })
        {
            return new CollectResult(readAt, waiting.Count, 0, null);
        }

        (List<ClosedBatch> due, DateTimeOffset? next, List<BlockedVersion> blocked) = await DueAsync(workload, waiting, readAt, cancellationToken);
        int left = waiting.Count - due.Sum(b => b.Files.Count + b.Spent.Count);
        foreach (ClosedBatch[] some in due.OrderBy(b => b.Files.Count > 0).Chunk(InputLedger.MostBatches))
        {
            await Parallel.ForEachAsync(some, Parallelism(cancellationToken), async (batch, token) => await store.SaveAsync(batch, token));
            if (await ledger.CloseAsync(workload, some, closing, readAt, cancellationToken) is not { } won)
            {
                // Somebody else closes at this moment: look again at what is left.
                return new CollectResult(readAt, waiting.Count, 0, readAt);
            }

            closing = won;
            if (!await StartAsync([.. some.Select(b => b.RunId)], client, cancellationToken))
            {
                return new CollectResult(readAt, waiting.Count, 0, readAt + s_pauseAfterTrouble);
            }

            LogClosed(logger, workload, some.Count(b => b.Files.Count > 0), some.Sum(b => b.Files.Count));
        }

        return new CollectResult(readAt, left, due.Count, next, blocked.Count > 0 ? blocked : null);
    }

    /// <summary>What is to be closed now. A version that cannot be read keeps its own files waiting and no others; it is asked for again and again.</summary>
    private async Task<(List<ClosedBatch> Due, DateTimeOffset? Next, List<BlockedVersion> Blocked)> DueAsync(
        string workload, IReadOnlyList<(string? Storage, WaitingFile File)> waiting, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        List<ClosedBatch> due = [];
        List<BlockedVersion> blocked = [];
        DateTimeOffset? next = null;
        foreach (IGrouping<string?, WaitingFile> account in waiting.GroupBy(w => w.Storage, w => w.File))
        {
            // A file that was written again goes by the version of that time, and what waited before has no content any more.
            (IReadOnlyList<WaitingFile> newest, IReadOnlyList<WaitingFile> overwritten) = BatchClosing.Overwritten(account);
            if (overwritten.Count > 0)
            {
                due.Add(ClosedBatch.Of(workload, account.Key, new FileBatch(overwritten[0].Version, [], overwritten), readAt));
            }

            foreach (IGrouping<string, WaitingFile> group in newest.GroupBy(f => f.Version, StringComparer.Ordinal))
            {
                WaitingFile[] files = [.. group];
                DateTimeOffset? look;
                try
                {
                    Workload document = await documents.ReadAsync(workload, group.Key, cancellationToken);
                    BatchClosing closed = BatchClosing.Of(document.Rule, files, readAt, WorkloadPlanner.MostFiles(document, options.MaxTasks));
                    due.AddRange(closed.Batches.Select(b => ClosedBatch.Of(workload, account.Key, b, readAt)));
                    look = closed.Next;
                }
                catch (FaultException e)
                {
                    blocked.Add(new BlockedVersion(group.Key, files.Length, e.Code, e.Detail));
                    LogBlocked(logger, workload, files.Length, group.Key, e.Code, e.Detail);
                    look = readAt + s_pauseAfterTrouble;
                }

                next = next is null || look < next ? look ?? next : next;
            }
        }

        return (due, next, blocked);
    }

    /// <summary>Starts the runs of batches that are closed; false when one could not be started yet.</summary>
    private async Task<bool> StartAsync(IReadOnlyList<string> batches, DurableTaskClient client, CancellationToken cancellationToken)
    {
        int failed = 0;
        await Parallel.ForEachAsync(batches, Parallelism(cancellationToken), async (id, token) =>
        {
            try
            {
                ClosedBatch batch = await store.ReadAsync(id, token);
                if (batch.Files.Count > 0)
                {
                    await runs.TakeAsync(batch, client, token);
                }

                await ledger.SettleAsync(batch, token);
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                // One batch that cannot be started must not keep the others.
                Interlocked.Increment(ref failed);
                LogNotStarted(logger, id, e.GetType().Name, Secrets.Strip(e.Message));
            }
        });
        return failed == 0;
    }

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };

    [LoggerMessage(1, LogLevel.Information, "Workload {Workload} closed {Batches} batches of {Files} files", EventName = "BatchesClosed")]
    private static partial void LogClosed(ILogger logger, string workload, int batches, int files);

    [LoggerMessage(2, LogLevel.Warning, "The run {RunId} of a closed batch could not be started yet: {Kind}: {Reason}", EventName = "BatchNotStarted")]
    private static partial void LogNotStarted(ILogger logger, string runId, string kind, string reason);

    [LoggerMessage(3, LogLevel.Error, "Workload {Workload}: {Files} files wait under the version {Version}, which cannot be read: {Code}: {Detail}", EventName = "WorkloadBlocked")]
    private static partial void LogBlocked(ILogger logger, string workload, int files, string version, string code, string detail);
}

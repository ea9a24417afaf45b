using Autobatch.Functions.Storage;
using Autobatch.Workloads;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Workloads;

/// <summary>Which files a workload has taken in, which of them wait, and which batches are closed. A hundred rows change in one request.</summary>
internal sealed class InputLedger(AppStorage storage, TimeProvider time)
{
    /// <summary>Files that are taken in with one request: two rows each, and one for all.</summary>
    public const int AtOnce = 49;

    private const int MostRows = 100;
    private const int MostTries = 4;

    /// <summary>Takes files in, each version once. Those that were taken in before are passed over.</summary>
    /// <returns>How many are new.</returns>
    public async Task<int> AddAsync(string workload, string? account, IReadOnlyList<WaitingFile> files, CancellationToken cancellationToken)
    {
        int added = 0;
        foreach (WaitingFile[] chunk in files.DistinctBy(f => f.Key).Chunk(AtOnce))
        {
            added += await AddChunkAsync(workload, account, chunk, cancellationToken);
        }

        return added;
    }

    /// <summary>Keys of every version that was taken in and is still remembered.</summary>
    public Task<HashSet<string>> SeenAsync(string workload, CancellationToken cancellationToken) => KeysAsync(workload, InputRows.SeenPrefix, cancellationToken);

    /// <summary>A page of the versions that were taken in, in the order of keys. <c>Last</c> is null at the end.</summary>
    public async Task<(IReadOnlyList<SeenFile> Files, string? Last)> PageSeenAsync(string workload, string? after, int top, CancellationToken cancellationToken)
    {
        string filter = InputRows.Filter(workload, InputRows.SeenPrefix) + TableClient.CreateQueryFilter($" and RowKey gt {InputRows.SeenPrefix + after}");
        List<SeenFile> page = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, select: InputRows.SeenColumns, cancellationToken: cancellationToken))
        {
            page.Add(InputRows.ReadSeen(row));
            if (page.Count == top)
            {
                return (page, page[^1].Key);
            }
        }

        return (page, null);
    }

    /// <summary>Keys of the files that wait.</summary>
    public Task<HashSet<string>> WaitingKeysAsync(string workload, CancellationToken cancellationToken) => KeysAsync(workload, InputRows.WaitingPrefix, cancellationToken);

    /// <summary>Forgets versions that were taken in. May be done again.</summary>
    public Task ForgetAsync(string workload, IEnumerable<string> keys, CancellationToken cancellationToken) =>
        DeleteAsync(workload, InputRows.SeenPrefix, keys, cancellationToken);

    /// <summary>Forgets what was taken in of a workload before it went. Nothing of it waits any more. May be done again.</summary>
    public async Task ClearAsync(string workload, DateTimeOffset before, CancellationToken cancellationToken)
    {
        (IReadOnlyList<SeenFile> seen, _) = await PageSeenAsync(workload, null, int.MaxValue, cancellationToken);
        await ForgetAsync(workload, seen.Where(f => f.TakenAt < before).Select(f => f.Key), cancellationToken);
        await storage.Ledger.DeleteEntityAsync(InputRows.Partition(workload), InputRows.Closing, ETag.All, cancellationToken);
        if (await ArrivedAtAsync(workload, cancellationToken) < before)
        {
            await storage.Ledger.DeleteEntityAsync(InputRows.Partition(workload), InputRows.Arrival, ETag.All, cancellationToken);
        }
    }

    /// <summary>The files that wait, with the storage account of each.</summary>
    public async Task<IReadOnlyList<(string? Storage, WaitingFile File)>> WaitingAsync(string workload, CancellationToken cancellationToken)
    {
        List<(string?, WaitingFile)> files = [];
        await foreach (TableEntity row in QueryAsync(workload, InputRows.WaitingPrefix, null, cancellationToken))
        {
            files.Add(InputRows.ReadWaiting(row));
        }

        return files;
    }

    /// <summary>How many files wait, up to a bound.</summary>
    public async Task<int> CountWaitingAsync(string workload, int most, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (TableEntity _ in QueryAsync(workload, InputRows.WaitingPrefix, ["RowKey"], cancellationToken))
        {
            if (++count == most)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>When a file was taken in last; null when none ever was.</summary>
    public async Task<DateTimeOffset?> ArrivedAtAsync(string workload, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row =
            await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(InputRows.Partition(workload), InputRows.Arrival, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetDateTimeOffset(InputRows.At) : null;
    }

    /// <summary>Ids of batches that are closed and whose runs may not be started yet.</summary>
    public async Task<IReadOnlyList<string>> BatchesAsync(string workload, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await foreach (TableEntity row in QueryAsync(workload, InputRows.BatchPrefix, ["RowKey"], cancellationToken))
        {
            ids.Add(row.RowKey[InputRows.BatchPrefix.Length..]);
        }

        return ids;
    }

    /// <summary>What a closing must still find when it decides; read it before the files.</summary>
    public async Task<ETag> ClosingAsync(string workload, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row =
            await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(InputRows.Partition(workload), InputRows.Closing, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ETag : default;
    }

    /// <summary>Closes batches, all or none: none when somebody else has closed any since <paramref name="closing"/> was read.</summary>
    /// <returns>What the next closing must find; null when nothing was closed.</returns>
    public async Task<ETag?> CloseAsync(string workload, IReadOnlyList<ClosedBatch> batches, ETag closing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string partition = InputRows.Partition(workload);
        TableEntity decision = new(partition, InputRows.Closing) { [InputRows.At] = now };
        List<TableTransactionAction> actions =
        [
            closing == default ? new(TableTransactionActionType.Add, decision) : new(TableTransactionActionType.UpdateReplace, decision, closing),
            .. batches.Select(b => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, InputRows.BatchPrefix + b.RunId) { [InputRows.At] = now })),
        ];
        try
        {
            Response<IReadOnlyList<Response>> done = await storage.Ledger.SubmitTransactionAsync(actions, cancellationToken);
            return done.Value[0].Headers.ETag;
        }
        catch (TableTransactionFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return null;
        }
    }

    /// <summary>Most batches of one <see cref="CloseAsync"/>.</summary>
    public const int MostBatches = MostRows - 1;

    /// <summary>A batch's run is started: its files wait no more. May be done again.</summary>
    public async Task SettleAsync(ClosedBatch batch, CancellationToken cancellationToken)
    {
        await DeleteAsync(batch.Workload, InputRows.WaitingPrefix, batch.Keys, cancellationToken);
        await storage.Ledger.DeleteEntityAsync(InputRows.Partition(batch.Workload), InputRows.BatchPrefix + batch.RunId, ETag.All, cancellationToken);
    }

    /// <summary>Opens a batch for a run that works on files of an earlier one again.</summary>
    public Task AddBatchAsync(ClosedBatch batch, CancellationToken cancellationToken) => storage.Ledger.UpsertEntityAsync(
        new TableEntity(InputRows.Partition(batch.Workload), InputRows.BatchPrefix + batch.RunId) { [InputRows.At] = batch.ClosedAt }, TableUpdateMode.Replace, cancellationToken);

    private async Task<int> AddChunkAsync(string workload, string? account, WaitingFile[] files, CancellationToken cancellationToken)
    {
        for (int tries = 0; files.Length > 0; tries++)
        {
            DateTimeOffset now = time.GetUtcNow();
            files = [.. files.Select(f => f with { ArrivedAt = now })];
            TableEntity arrival = new(InputRows.Partition(workload), InputRows.Arrival) { [InputRows.At] = now };
            try
            {
                await storage.Ledger.SubmitTransactionAsync(
                    [
                        .. files.Select(f => new TableTransactionAction(TableTransactionActionType.Add, InputRows.Seen(workload, account, f))),
                        .. files.Select(f => new TableTransactionAction(TableTransactionActionType.Add, InputRows.Waiting(workload, account, f))),
                        new TableTransactionAction(TableTransactionActionType.UpsertReplace, arrival),
                    ],
                    cancellationToken);
                return files.Length;
            }
            catch (TableTransactionFailedException e) when (e.IsConflict() && tries < MostTries)
            {
                // Somebody has taken some of them in: the event, when the audit met it, or the other way round.
                bool[] seen = await Task.WhenAll(files.Select(f => IsSeenAsync(workload, f.Key, cancellationToken)));
                files = [.. files.Where((_, i) => !seen[i])];
            }
        }

        return 0;
    }

    private async Task<bool> IsSeenAsync(string workload, string key, CancellationToken cancellationToken) =>
        (await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(
            InputRows.Partition(workload), InputRows.SeenPrefix + key, ["RowKey"], cancellationToken)).HasValue;

    private async Task<HashSet<string>> KeysAsync(string workload, string prefix, CancellationToken cancellationToken)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        await foreach (TableEntity row in QueryAsync(workload, prefix, ["RowKey"], cancellationToken))
        {
            keys.Add(row.RowKey[prefix.Length..]);
        }

        return keys;
    }

    private async Task DeleteAsync(string workload, string prefix, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (string[] some in keys.Chunk(MostRows))
        {
            await DeleteAsync([.. some.Select(k => new TableEntity(InputRows.Partition(workload), prefix + k))], cancellationToken);
        }
    }

    // A row that is gone makes the whole transaction fail: then each is deleted by itself.
    private async Task DeleteAsync(TableEntity[] rows, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Ledger.SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r, ETag.All)), cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.IsNotFound() || e.IsConflict())
        {
            await Parallel.ForEachAsync(
                rows, cancellationToken, async (row, token) => await storage.Ledger.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, token));
        }
    }

    private AsyncPageable<TableEntity> QueryAsync(string workload, string prefix, IEnumerable<string>? select, CancellationToken cancellationToken) =>
        storage.Ledger.QueryAsync<TableEntity>(InputRows.Filter(workload, prefix), select: select, cancellationToken: cancellationToken);
}

using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>The rows of ended runs, for whoever removes them.</summary>
internal sealed class RunRows(AppStorage storage)
{
    /// <summary>The run's claim, or, when a purge was cut off after it, its place in the list; null when both are gone.</summary>
    public async Task<LedgerEntry?> FindAsync(LedgerKey key, CancellationToken cancellationToken) =>
        await FindAsync(key.Id, LedgerKey.EntryRow, cancellationToken) ?? await FindAsync(LedgerKey.IndexPartition, key.IndexRow, cancellationToken);

    /// <summary>A page of listed runs that ended before the cutoff, newest first. <c>Last</c> is null at the end of the list.</summary>
    public async Task<(IReadOnlyList<LedgerEntry> Runs, string? Last)> ListEndedAsync(
        DateTimeOffset cutoff, string? after, int top, CancellationToken cancellationToken)
    {
        // What ended before the cutoff was created before it, and the list is ordered by that.
        string from = after ?? new LedgerKey("", cutoff).IndexRow;
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {LedgerKey.IndexPartition} and RowKey gt {from} and Kind eq {LedgerKind.Run} and EndedAt le {cutoff}");
        List<LedgerEntry> runs = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, top, cancellationToken: cancellationToken))
        {
            runs.Add(LedgerRows.FromRow(row));
            if (runs.Count == top)
            {
                return (runs, row.RowKey);
            }
        }

        return (runs, null);
    }

    /// <summary>Whether another run whose outputs are in the same folder still needs something there.</summary>
    /// <param name="run">The run that needs it no more. Mark that first: of two that ask at once, the one that marked last gets no.</param>
    /// <param name="needs">What another run needs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> IsSharedAsync(LedgerEntry run, Predicate<LedgerEntry> needs, CancellationToken cancellationToken)
    {
        if ((run.RerunBy ?? run.OutputsOf) is null)
        {
            return false;
        }

        string folder = run.OutputsOf ?? run.Id;
        if (folder != run.Id && await FindAsync(folder, LedgerKey.EntryRow, cancellationToken) is { } first && needs(first))
        {
            return true;
        }

        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {LedgerKey.IndexPartition} and OutputsOf eq {folder} and Id ne {run.Id}");
        return await storage.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .AnyAsync(row => needs(LedgerRows.FromRow(row)), cancellationToken);
    }

    /// <summary>Notes something in the rows of the run that are still there.</summary>
    public Task MarkAsync(LedgerKey key, LedgerPatch patch, CancellationToken cancellationToken) => Task.WhenAll(
        storage.Ledger.MergeIfThereAsync(LedgerRows.ToRow(patch, key.Id, LedgerKey.EntryRow), cancellationToken),
        storage.Ledger.MergeIfThereAsync(LedgerRows.ToRow(patch, LedgerKey.IndexPartition, key.IndexRow), cancellationToken));

    /// <summary>Removes a claim that is neither listed nor open; nothing when it is gone.</summary>
    public Task DeleteUnlistedAsync(string id, CancellationToken cancellationToken) => storage.Ledger.DeleteEntityAsync(id, LedgerKey.EntryRow, ETag.All, cancellationToken);

    /// <summary>Removes every row of the run; the one that lists it goes last.</summary>
    public async Task DeleteAsync(LedgerKey key, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {key.Id}");
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            await storage.Ledger.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        }

        await storage.Ledger.DeleteEntityAsync(LedgerKey.OpenPartition, key.Id, ETag.All, cancellationToken);
        await storage.Ledger.DeleteEntityAsync(LedgerKey.IndexPartition, key.IndexRow, ETag.All, cancellationToken);
    }

    private async Task<LedgerEntry?> FindAsync(string partition, string row, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? LedgerRows.FromRow(found.Value!) : null;
    }
}

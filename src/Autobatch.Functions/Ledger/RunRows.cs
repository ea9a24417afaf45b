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

    /// <summary>Whether another run that is still known has its outputs in the folder.</summary>
    public async Task<bool> IsSharedAsync(string folder, string runId, CancellationToken cancellationToken)
    {
        if (folder != runId && await FindAsync(folder, LedgerKey.EntryRow, cancellationToken) is not null)
        {
            return true;
        }

        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {LedgerKey.IndexPartition} and OutputsOf eq {folder} and Id ne {runId}");
        return await storage.Ledger.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken).AnyAsync(cancellationToken);
    }

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

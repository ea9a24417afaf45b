using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>Which runs ran a run again: a row each in that run's own partition, so that they go with it.</summary>
internal sealed class RerunLinks(AppStorage storage)
{
    private const string Prefix = "rerun-";
    private const string After = "rerun.";
    private const int MostRead = 1000;
    private const int MostTold = 100;

    /// <summary>
    /// Links a rerun before it is claimed: a purge of the earlier run then knows of it. False when the earlier run is gone, or when anything was recorded since it was
    /// read, as that its purge began.
    /// </summary>
    /// <param name="earlier">The run that runs again.</param>
    /// <param name="rerun">The claim of the new run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> TryAddAsync(LedgerEntry earlier, LedgerEntry rerun, CancellationToken cancellationToken)
    {
        LedgerPatch patch = new() { RerunBy = rerun.Id };
        TableEntity link = new(earlier.Id, $"{Prefix}{rerun.Id}") { [nameof(LedgerEntry.CreatedAt)] = rerun.CreatedAt };
        TableTransactionAction[] both =
        [
            new(TableTransactionActionType.UpdateMerge, LedgerRows.ToRow(patch, earlier.Id, LedgerKey.EntryRow), earlier.RowVersion),
            new(TableTransactionActionType.UpsertReplace, link),
        ];
        try
        {
            await storage.Ledger.SubmitTransactionAsync(both, cancellationToken);
            await storage.Ledger.UpdateEntityAsync(
                LedgerRows.ToRow(patch, LedgerKey.IndexPartition, earlier.Key.IndexRow), ETag.All, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.IsConflict())
        {
            return false;
        }
    }

    /// <summary>The runs that ran a run again, newest first; null when there is none.</summary>
    public async Task<IReadOnlyList<string>?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        (string Id, DateTimeOffset CreatedAt)[] found = await ListAsync(runId, cancellationToken).Take(MostRead).ToArrayAsync(cancellationToken);
        return found.Length == 0 ? null : [.. found.OrderByDescending(l => l.CreatedAt).Select(l => l.Id).Take(MostTold)];
    }

    /// <summary>All of them, in no order.</summary>
    public IAsyncEnumerable<(string Id, DateTimeOffset CreatedAt)> ListAsync(string runId, CancellationToken cancellationToken) => storage.Ledger
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {runId} and RowKey gt {Prefix} and RowKey lt {After}"), MostRead, cancellationToken: cancellationToken)
        .Select(row => (row.RowKey[Prefix.Length..], row.GetDateTimeOffset(nameof(LedgerEntry.CreatedAt)) ?? default));

    public Task RemoveAsync(string runId, string rerunId, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(runId, $"{Prefix}{rerunId}", ETag.All, cancellationToken);
}

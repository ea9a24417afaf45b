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

    /// <summary>Links a rerun before it is claimed: a purge of the earlier run then knows of it. False when the earlier run is gone.</summary>
    /// <param name="earlier">The run that runs again.</param>
    /// <param name="rerun">The claim of the new run.</param>
    /// <param name="ifUnchanged">Also false when anything was recorded since the earlier run was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> TryAddAsync(LedgerEntry earlier, LedgerEntry rerun, bool ifUnchanged, CancellationToken cancellationToken)
    {
        LedgerPatch patch = new() { RerunBy = rerun.Id };
        TableEntity link = new(earlier.Id, $"{Prefix}{rerun.Id}") { [nameof(LedgerEntry.CreatedAt)] = rerun.CreatedAt };
        TableTransactionAction[] both =
        [
            new(TableTransactionActionType.UpdateMerge, LedgerRows.ToRow(patch, earlier.Id, LedgerKey.EntryRow), ifUnchanged ? earlier.RowVersion : ETag.All),
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
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {runId} and RowKey gt {Prefix} and RowKey lt {After}");
        List<(DateTimeOffset CreatedAt, string Id)> links = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, MostRead, cancellationToken: cancellationToken))
        {
            links.Add((row.GetDateTimeOffset(nameof(LedgerEntry.CreatedAt)) ?? default, row.RowKey[Prefix.Length..]));
            if (links.Count == MostRead)
            {
                break;
            }
        }

        return links.Count == 0 ? null : [.. links.OrderByDescending(l => l.CreatedAt).Select(l => l.Id).Take(MostTold)];
    }

    public Task RemoveAsync(string runId, string rerunId, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(runId, $"{Prefix}{rerunId}", ETag.All, cancellationToken);
}

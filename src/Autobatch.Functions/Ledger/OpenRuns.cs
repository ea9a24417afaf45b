using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>Lists runs by a status that they have only until they end: from the rows of what is open, however many runs have ended.</summary>
internal sealed class OpenRuns(AppStorage storage)
{
    /// <summary>Most queries of one list: so many times a thousand open runs are looked at.</summary>
    public const int MostQueries = 10;

    private const int PageSize = 1000;
    private static readonly string s_runs = TableClient.CreateQueryFilter($"PartitionKey eq {LedgerKey.OpenPartition} and Kind eq {LedgerKind.Run}");

    /// <summary>Open runs that were created before a time.</summary>
    public IAsyncEnumerable<LedgerEntry> CreatedBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($" and CreatedAt lt {time}"), cancellationToken);

    /// <summary>All open runs.</summary>
    public IAsyncEnumerable<LedgerEntry> AllAsync(CancellationToken cancellationToken) => QueryAsync("", cancellationToken);

    /// <summary>One page, newest first. <c>Last</c> is where it ended; null at the end of the list.</summary>
    /// <param name="wanted">Which runs; their status is one of <see cref="Autobatch.Runs.RunStatus"/> that is not final.</param>
    /// <param name="top">Most entries of the page.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(IReadOnlyList<LedgerEntry> Entries, string? Last)> ListAsync(
        RunFilter wanted, int top, string? after, CancellationToken cancellationToken)
    {
        string filter = s_runs + wanted.OfOwner();
        filter += wanted.CreatedAfter is { } created ? TableClient.CreateQueryFilter($" and CreatedAt gt {created}") : "";
        List<LedgerEntry> found = [];
        int queries = 0;
        await foreach (Page<TableEntity> page in storage.Ledger.QueryAsync<TableEntity>(filter, PageSize, cancellationToken: cancellationToken)
            .AsPages().WithCancellation(cancellationToken))
        {
            found.AddRange(page.Values.Select(LedgerRows.FromRow).Where(e => e.LiveStatus == wanted.Status && string.CompareOrdinal(e.Key.IndexRow, after) > 0));
            if (++queries == MostQueries)
            {
                break;
            }
        }

        LedgerEntry[] entries = [.. found.OrderBy(e => e.Key.IndexRow, StringComparer.Ordinal).Take(top)];
        return (entries, entries.Length < found.Count ? entries[^1].Key.IndexRow : null);
    }

    private IAsyncEnumerable<LedgerEntry> QueryAsync(string more, CancellationToken cancellationToken) => storage.Ledger
        .QueryAsync<TableEntity>(s_runs + more, PageSize, cancellationToken: cancellationToken)
        .Select(LedgerRows.FromRow);
}

using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>Runs that came by HTTP and were purged: their idempotency keys answer for a while as if they were still there.</summary>
internal sealed class PurgedRuns(AppStorage storage)
{
    public Task SaveAsync(LedgerEntry run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        LedgerEntry rest = new()
        {
            Id = run.Id,
            Kind = run.Kind,
            State = run.State,
            Status = run.Status,
            CreatedAt = run.CreatedAt,
            EndedAt = run.EndedAt,
            Sha256 = run.Sha256,
            RerunOf = run.RerunOf,
            RerunOnly = run.RerunOnly,
        };
        TableEntity row = LedgerRows.ToRow(rest, LedgerKey.PurgedPartition, run.Id);
        row[nameof(PurgedRun.PurgedAt)] = now;
        row[nameof(LedgerEntry.ResultsPurgedAt)] = now;
        return storage.Ledger.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<(IReadOnlyList<PurgedRun> Runs, string? Last)> PageAsync(string? after, int top, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {LedgerKey.PurgedPartition} and RowKey gt {after ?? ""}");
        List<PurgedRun> runs = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, top, cancellationToken: cancellationToken))
        {
            runs.Add(new PurgedRun(row.RowKey, row.GetDateTimeOffset(nameof(PurgedRun.PurgedAt)) ?? DateTimeOffset.MinValue));
            if (runs.Count == top)
            {
                return (runs, row.RowKey);
            }
        }

        return (runs, null);
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(LedgerKey.PurgedPartition, id, ETag.All, cancellationToken);
}

using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>
/// One row per dropped blob version or idempotency key, created once before anything is scheduled: whoever comes second meets the
/// first one's row. docs/decisions/0006-runs.md has the table.
/// </summary>
internal sealed class RunLedger(AppStorage storage)
{
    /// <summary>Claims an id. When it is claimed already, the row as it stands comes back.</summary>
    public async Task<(LedgerEntry Entry, bool IsNew)> ClaimAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            Response added = await storage.Ledger.AddEntityAsync(LedgerRows.ToRow(entry, entry.Id, LedgerKey.EntryRow), cancellationToken);
            if (entry.Container is null && await FindPurgedAsync(entry.Id, cancellationToken) is { } purged)
            {
                await storage.Ledger.DeleteEntityAsync(entry.Id, LedgerKey.EntryRow, ETag.All, cancellationToken);
                return (purged, false);
            }

            return (entry with { RowVersion = added.Headers.ETag ?? default }, true);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            return (await FindAsync(entry.Id, cancellationToken) ?? throw new RetryLaterException($"The ledger row {entry.Id} vanished at this moment."), false);
        }
    }

    public async Task<LedgerEntry?> FindAsync(string id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(id, LedgerKey.EntryRow, cancellationToken: cancellationToken);
        return row.HasValue ? LedgerRows.FromRow(row.Value!) : await FindPurgedAsync(id, cancellationToken);
    }

    /// <summary>What is left of a run that came by HTTP and was purged.</summary>
    private async Task<LedgerEntry?> FindPurgedAsync(string id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row =
            await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(LedgerKey.PurgedPartition, id, cancellationToken: cancellationToken);
        return row.HasValue ? LedgerRows.FromRow(row.Value!) : null;
    }

    /// <summary>Lists the claim, and marks it as open until <see cref="CloseAsync"/>.</summary>
    public Task OpenAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        Task.WhenAll(ListAsync(entry, cancellationToken), OpenUnlistedAsync(entry, cancellationToken));

    /// <summary>Marks the claim as open and leaves it out of the list.</summary>
    public Task OpenUnlistedAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        AddAsync(LedgerRows.ToRow(entry, LedgerKey.OpenPartition, entry.Id), cancellationToken);

    /// <summary>Lists the claim, unless it is listed.</summary>
    public Task ListAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        AddAsync(LedgerRows.ToRow(entry, LedgerKey.IndexPartition, entry.Key.IndexRow), cancellationToken);

    /// <summary>Notes that a claim's orchestration exists, unless somebody has noted more since the row was read.</summary>
    public async Task MarkScheduledAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        TableEntity row = LedgerRows.ToRow(new LedgerPatch { State = LedgerState.Scheduled }, entry.Id, LedgerKey.EntryRow);
        try
        {
            await storage.Ledger.UpdateEntityAsync(row, entry.RowVersion, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // The orchestration was faster and is further on.
        }
    }

    /// <summary>Changes the claim, its place in the list, and what marks it as open.</summary>
    public Task UpdateAsync(LedgerKey key, LedgerPatch patch, CancellationToken cancellationToken) => Task.WhenAll(
        UpdateOpenAsync(key, patch, cancellationToken),
        storage.Ledger.UpsertEntityAsync(LedgerRows.ToRow(patch, key.Id, LedgerKey.EntryRow), TableUpdateMode.Merge, cancellationToken),
        storage.Ledger.UpsertEntityAsync(LedgerRows.ToRow(patch, LedgerKey.IndexPartition, key.IndexRow), TableUpdateMode.Merge, cancellationToken));

    /// <summary>Changes the claim and its place in the list, unless anything was recorded since the row was read; false then.</summary>
    public async Task<bool> TryUpdateAsync(LedgerEntry entry, LedgerPatch patch, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Ledger.UpdateEntityAsync(
                LedgerRows.ToRow(patch, entry.Id, LedgerKey.EntryRow), entry.RowVersion, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            return false;
        }

        await Task.WhenAll(
            UpdateOpenAsync(entry.Key, patch, cancellationToken),
            storage.Ledger.UpsertEntityAsync(
                LedgerRows.ToRow(patch, LedgerKey.IndexPartition, entry.Key.IndexRow), TableUpdateMode.Merge, cancellationToken));
        return true;
    }

    /// <summary>Changes the claim alone, for what is not listed.</summary>
    public Task UpdateUnlistedAsync(LedgerKey key, LedgerPatch patch, CancellationToken cancellationToken) =>
        storage.Ledger.UpsertEntityAsync(LedgerRows.ToRow(patch, key.Id, LedgerKey.EntryRow), TableUpdateMode.Merge, cancellationToken);

    /// <summary>Nothing more will happen with this claim. Call it after the last update.</summary>
    public Task CloseAsync(string id, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(LedgerKey.OpenPartition, id, ETag.All, cancellationToken);

    private Task UpdateOpenAsync(LedgerKey key, LedgerPatch patch, CancellationToken cancellationToken) =>
        storage.Ledger.MergeIfThereAsync(LedgerRows.ToRow(patch, LedgerKey.OpenPartition, key.Id), cancellationToken);

    // Insert only: a slow second hand must not put back what the first one's run has changed since.
    private async Task AddAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Ledger.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // It is there.
        }
    }

    /// <summary>Claims that have not ended, at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> FindOpenAsync(int most, CancellationToken cancellationToken)
    {
        List<LedgerEntry> open = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(
            r => r.PartitionKey == LedgerKey.OpenPartition, cancellationToken: cancellationToken))
        {
            open.Add(LedgerRows.FromRow(row));
            if (open.Count == most)
            {
                break;
            }
        }

        return open;
    }

    /// <summary>One page of the list, newest first.</summary>
    /// <param name="wanted">Which runs.</param>
    /// <param name="top">Most entries of the page.</param>
    /// <param name="continuation">Where an earlier page ended.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(IReadOnlyList<LedgerEntry> Entries, string? Continuation)> ListAsync(
        RunFilter wanted, int top, string? continuation, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {LedgerKey.IndexPartition}") + wanted.OfOwner();
        filter += wanted.Status is null ? "" : TableClient.CreateQueryFilter($" and Status eq {wanted.Status}");
        // Rows are in the order of time, so this one bounds what is read.
        filter += wanted.CreatedAfter is { } after ? TableClient.CreateQueryFilter($" and RowKey lt {LedgerKey.IndexRowAt(after)}") : "";
        List<LedgerEntry> entries = [];

        // A filtered page may come back short or empty with more to follow: go on until the page is full.
        await foreach (Page<TableEntity> page in storage.Ledger.QueryAsync<TableEntity>(filter, top, cancellationToken: cancellationToken)
            .AsPages(continuation).WithCancellation(cancellationToken))
        {
            entries.AddRange(page.Values.Select(LedgerRows.FromRow));
            if (entries.Count >= top || page.ContinuationToken is null)
            {
                return (entries, page.ContinuationToken);
            }
        }

        return (entries, null);
    }
}

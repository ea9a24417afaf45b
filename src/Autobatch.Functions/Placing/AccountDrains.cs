using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Placing;

/// <summary>Which accounts are being drained: one row each in the ledger's table, so that it holds through restarts and for every instance.</summary>
internal sealed class AccountDrains(AppStorage storage)
{
    private const string Partition = "account";
    private const string Since = "DrainedSince";

    public async Task<AccountDrain> FindAsync(string account, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition, Row(account), cancellationToken: cancellationToken);
        return row.HasValue ? new AccountDrain(row.Value!.GetDateTimeOffset(Since), row.Value.ETag) : new AccountDrain(null, null);
    }

    public async Task<bool> IsDrainedAsync(string account, CancellationToken cancellationToken) => (await FindAsync(account, cancellationToken)).Since is not null;

    /// <summary>Notes since when the account is drained, or with null that it is not any more.</summary>
    /// <param name="account">The account.</param>
    /// <param name="since">Since when.</param>
    /// <param name="before">The state that must still hold; null for whatever there is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is recorded now; null when the state before does not hold any more.</returns>
    public async Task<AccountDrain?> SetAsync(string account, DateTimeOffset? since, AccountDrain? before, CancellationToken cancellationToken)
    {
        TableEntity row = new(Partition, Row(account));
        if (since is not null)
        {
            row[Since] = since;
        }

        try
        {
            Response done = before is null ? await storage.Ledger.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken)
                : before.RowVersion is { } version ? await storage.Ledger.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken)
                : await storage.Ledger.AddEntityAsync(row, cancellationToken);
            return new AccountDrain(since, done.Headers.ETag);
        }
        catch (RequestFailedException e) when (before is not null && (e.IsConflict() || e.IsNotFound()))
        {
            return null;
        }
    }

    private static string Row(string account) => account.ToLowerInvariant();
}

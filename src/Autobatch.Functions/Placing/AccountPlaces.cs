using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;

namespace Autobatch.Functions.Placing;

/// <summary>Which account belongs to which storage account.</summary>
internal sealed class AccountPlaces(BatchAccounts accounts, AccountFacts facts)
{
    /// <summary>The account that registers what is dropped into a storage account: the one that has it as autostorage, else the first.</summary>
    public async Task<BatchAccount> OfStorageAsync(string storage, CancellationToken cancellationToken)
    {
        if (accounts.All.Count == 1)
        {
            return accounts.First;
        }

        foreach (BatchAccount account in accounts.All)
        {
            if (string.Equals((await facts.OfAsync(account, cancellationToken)).Link?.StorageAccount, storage, StringComparison.OrdinalIgnoreCase))
            {
                return account;
            }
        }

        return accounts.First;
    }
}

using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Accounts;

/// <summary>The configured Batch accounts. The first one takes what nobody places elsewhere: it is the one whose storage raises the events.</summary>
internal sealed class BatchAccounts(IReadOnlyList<BatchAccount> accounts)
{
    public IReadOnlyList<BatchAccount> All => accounts;

    public BatchAccount First => accounts[0];

    /// <exception cref="FaultException">The account is not configured (any more).</exception>
    public BatchAccount Find(string name) =>
        accounts.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new FaultException(Errors.ErrorCodes.AccountNotConfigured, $"The Batch account '{name}' is not among the settings Autobatch:Accounts.");
}

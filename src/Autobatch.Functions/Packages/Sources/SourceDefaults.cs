using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Runs;

namespace Autobatch.Functions.Packages.Sources;

/// <summary>
/// Makes a version that a manifest brings the default of its application, as <c>default.txt</c> would: once for a run in an account, so that a default which somebody
/// chooses later stays. A rerun chooses none.
/// </summary>
internal sealed class SourceDefaults(BatchAccounts accounts, RunLedger ledger, RunRows rows, RunFiles files, DefaultVersionWishes wishes, TimeProvider time)
{
    /// <summary>Call it when the version is active.</summary>
    public async Task MakeAsync(BatchAccount account, RunInput run, GivenPackage package, CancellationToken cancellationToken)
    {
        if (run.RerunOf is not null)
        {
            return;
        }

        string id = Ids.ForDefaultOf(run.RunId, account.Name, package.ApplicationId);
        LedgerEntry claim = package.Source!.Claim(id, package.ApplicationId, package.Version, account.Name, time.GetUtcNow());
        (LedgerEntry entry, _) = await ledger.ClaimAsync(claim, cancellationToken);
        if (!LedgerState.IsSettled(entry.State))
        {
            await wishes.WishAsync(account, package.ApplicationId, new DefaultVersionWish(entry.Id, entry.CreatedAt, package.Version, false), cancellationToken);
        }
    }

    /// <summary>Removes what is remembered of it, while the run's files are still there.</summary>
    public async Task ForgetAsync(string runId, CancellationToken cancellationToken)
    {
        if (await files.ReadPackagesAsync(runId, cancellationToken) is not { } given)
        {
            return;
        }

        foreach (GivenPackage package in given.Packages.Where(p => p.MakeDefault))
        {
            foreach (BatchAccount account in accounts.All)
            {
                await rows.DeleteUnlistedAsync(Ids.ForDefaultOf(runId, account.Name, package.ApplicationId), cancellationToken);
            }
        }
    }
}

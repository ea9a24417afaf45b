using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Packages;
using Autobatch.Runs;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;

namespace Autobatch.Functions.Packages;

/// <summary>
/// Makes versions the default of their application: what <c>default.txt</c> asked for as soon as it is active, else the first one. The wish is
/// kept before its version is looked for, and a version is active before its wish is looked for, so that one of the two finds the other.
/// </summary>
internal sealed class DefaultVersionWishes(PackageRegistry registry, RunLedger ledger, TimeProvider time)
{
    /// <summary>Keeps a wish, in the place of an earlier one, and fulfils it when it can be.</summary>
    public async Task WishAsync(BatchAccount account, string applicationId, DefaultVersionWish wish, CancellationToken cancellationToken)
    {
        DefaultVersionWish? before = await registry.FindWishAsync(account.Name, applicationId, cancellationToken);

        // Once it is kept, whoever activates its version may settle it: nothing may say that it waits after that.
        await ledger.UpdateUnlistedAsync(
            new LedgerKey(wish.Id, wish.CreatedAt),
            new LedgerPatch { Status = RunStatus.Waiting, WaitingFor = WaitingReason.WaitingForPackage },
            cancellationToken);
        await registry.WishAsync(account.Name, applicationId, wish, cancellationToken);
        if (before is { IsApplied: false } && before.Id != wish.Id)
        {
            await SettleAsync(before, RunStatus.Canceled, cancellationToken);
        }

        await FulfilAsync(account, applicationId, cancellationToken);
    }

    /// <summary>A version became active.</summary>
    public async Task ActivatedAsync(BatchAccount account, string applicationId, string version, CancellationToken cancellationToken)
    {
        if (await registry.FindWishAsync(account.Name, applicationId, cancellationToken) is { IsApplied: false })
        {
            await FulfilAsync(account, applicationId, cancellationToken);
            return;
        }

        BatchApplicationResource application = await account.Application(applicationId).GetAsync(cancellationToken);
        if (string.IsNullOrEmpty(application.Data.DefaultVersion))
        {
            await application.UpdateAsync(new BatchApplicationData { DefaultVersion = version }, cancellationToken);
        }
    }

    private async Task FulfilAsync(BatchAccount account, string applicationId, CancellationToken cancellationToken)
    {
        bool again = false;
        while (await registry.FindWishAsync(account.Name, applicationId, cancellationToken) is { } wish && (again || !wish.IsApplied))
        {
            PackageName package = new(applicationId, wish.Version);
            if ((await PackageVersions.FindAsync(account, package, cancellationToken))?.State != BatchApplicationPackageState.Active)
            {
                return;
            }

            if ((await registry.FindAsync(account.Name, package, cancellationToken))?.PruneUntil > time.GetUtcNow())
            {
                throw new RetryLaterException($"{package} is being pruned at this moment.");
            }

            await account.Application(applicationId).UpdateAsync(new BatchApplicationData { DefaultVersion = wish.Version }, cancellationToken);
            if (await registry.AppliedAsync(account.Name, applicationId, wish, cancellationToken))
            {
                await SettleAsync(wish, RunStatus.Completed, cancellationToken);
                return;
            }

            // A newer wish came in between, and what was just written may have undone it.
            again = true;
        }
    }

    private Task SettleAsync(DefaultVersionWish wish, string status, CancellationToken cancellationToken) => ledger.UpdateUnlistedAsync(
        new LedgerKey(wish.Id, wish.CreatedAt),
        new LedgerPatch { State = LedgerState.Done, Status = status, WaitingFor = "", EndedAt = time.GetUtcNow() },
        cancellationToken);
}

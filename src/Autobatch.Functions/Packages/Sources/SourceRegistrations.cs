using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Runs;
using Azure.ResourceManager.Batch.Models;

namespace Autobatch.Functions.Packages.Sources;

/// <summary>
/// Whether the version that a manifest brings is active in an account with just these bytes, is being registered, or is to be. One blob version is registered once in
/// an account, whichever runs bring it; a run that finds it registered and gone, or refused before the run began, has it registered anew.
/// </summary>
internal sealed class SourceRegistrations(StorageAccounts storage, RunLedger ledger, PackageRegistry registry, PackageOptions options, TimeProvider time)
{
    private const int MostRegistrations = 20;

    /// <summary>No hold when it is active; else a hold, and what to register when nobody does yet.</summary>
    /// <exception cref="FaultException">It was refused.</exception>
    public async Task<(Hold? Hold, DroppedPackage? Registration)> CheckAsync(
        BatchAccount account, PackageName package, PinnedSource source, LedgerKey run, CancellationToken cancellationToken)
    {
        if (source.Expected is { } wanted && await IsThereAsync(account, package, wanted, cancellationToken))
        {
            return (null, null);
        }

        string blob = Ids.ForBlob(storage.Find(source.Storage).Account, source.Container, source.Name, source.ETag);
        string shared = Ids.ForPackageSource(blob, account.Name, new PackageReference(package.ApplicationId, package.Version), source.Expected);
        string id = shared;
        for (int number = 0; ; number++)
        {
            LedgerEntry? entry = await ledger.FindAsync(id, cancellationToken);
            if (entry is { State: LedgerState.Done, Sha256: { } hash } && await IsThereAsync(account, package, hash, cancellationToken))
            {
                return (null, null);
            }

            if (entry is null || number == MostRegistrations || !IsOver(entry, run))
            {
                return await StateAsync(account, package, source, id, entry, cancellationToken);
            }

            id = Ids.ForPackageIn($"{shared}-{run.Id}", account.Name, number);
        }
    }

    // What is done and not there any more was pruned or replaced since. What was refused for its content is refused whoever asks.
    private static bool IsOver(LedgerEntry entry, LedgerKey run) =>
        entry.State == LedgerState.Done || (entry.State == LedgerState.Rejected && entry.EndedAt < run.CreatedAt && !PackageFaults.AreOfContent(entry.ErrorCode));

    private async Task<(Hold? Hold, DroppedPackage? Registration)> StateAsync(
        BatchAccount account, PackageName package, PinnedSource source, string id, LedgerEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is { State: LedgerState.Rejected })
        {
            throw new FaultException(entry.ErrorCode ?? ErrorCodes.PackageRegistrationFailed, $"{package} of {source.Blob()}: {entry.ErrorDetail}");
        }

        if (entry is { State: LedgerState.Done })
        {
            throw new FaultException(
                ErrorCodes.PackageNotActive, $"Version {package.Version} of {package.ApplicationId} was registered {MostRegistrations} times and is gone from '{account.Name}', or has other content.");
        }

        Hold hold = new(WaitingReason.WaitingForPackage, $"{package.ApplicationId} {package.Version} is being registered in '{account.Name}' from {source.Blob()}.");
        if (entry is null)
        {
            await RefuseAtOnceAsync(account, package, source, cancellationToken);
        }

        return (hold, entry is null or { State: LedgerState.Claimed } ? new DroppedPackage(entry ?? Claim(account, package, source, id), source.Bytes) : null);
    }

    // What can be told without reading the zip.
    private async Task RefuseAtOnceAsync(BatchAccount account, PackageName package, PinnedSource source, CancellationToken cancellationToken)
    {
        PackageFaults.RequireSize(source.Bytes, options);
        if (source.Expected is { } expected && !options.AllowUpdates
            && await registry.FindAsync(account.Name, package, cancellationToken) is { IsActive: true, Sha256: { Length: > 0 } there } && there != expected
            && await IsActiveAsync(account, package, cancellationToken))
        {
            throw new FaultException(
                ErrorCodes.PackageVersionChanged,
                $"Version {package.Version} of {package.ApplicationId} exists in '{account.Name}' with the SHA-256 {there}; the manifest asks for {expected}. Bring changed content under a new version.");
        }
    }

    private LedgerEntry Claim(BatchAccount account, PackageName package, PinnedSource source, string id) => new()
    {
        Id = id,
        Kind = LedgerKind.Package,
        State = LedgerState.Claimed,
        Status = RunStatus.Pending,
        CreatedAt = time.GetUtcNow(),
        Storage = source.Storage,
        Container = source.Container,
        Name = source.Name,
        ETag = source.ETag,
        Package = $"{package.ApplicationId}/{package.Version}",
        Expected = source.Expected,
        Account = account.Name,
    };

    private async Task<bool> IsThereAsync(BatchAccount account, PackageName package, string hash, CancellationToken cancellationToken) =>
        await registry.FindAsync(account.Name, package, cancellationToken) is { IsActive: true } registered && registered.Sha256 == hash
        && await IsActiveAsync(account, package, cancellationToken);

    private static async Task<bool> IsActiveAsync(BatchAccount account, PackageName package, CancellationToken cancellationToken) =>
        (await PackageVersions.FindAsync(account, package, cancellationToken))?.State == BatchApplicationPackageState.Active;
}

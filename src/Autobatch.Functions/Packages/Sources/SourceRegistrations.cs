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

/// <summary>Whether the version that a manifest brings is active in an account with just these bytes, is being registered, or is to be.</summary>
internal sealed class SourceRegistrations(StorageAccounts storage, ZipRows rows, PackageRegistry registry, PackageOptions options)
{
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
        ZipRow row = await rows.FindAsync(shared, account.Name, run, hash => IsThereAsync(account, package, hash, cancellationToken), cancellationToken);
        if (row.ThereAs is not null)
        {
            return (null, null);
        }

        DroppedPackage? registration = rows.Begin(row, account, package, source);
        if (row.Entry is null)
        {
            await RefuseAtOnceAsync(account, package, source, cancellationToken);
        }

        return (new Hold(WaitingReason.WaitingForPackage, $"{package.ApplicationId} {package.Version} is being registered in '{account.Name}' from {source.Blob()}."), registration);
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

    private async Task<bool> IsThereAsync(BatchAccount account, PackageName package, string hash, CancellationToken cancellationToken) =>
        await registry.FindAsync(account.Name, package, cancellationToken) is { IsActive: true } registered && registered.Sha256 == hash
        && await IsActiveAsync(account, package, cancellationToken);

    private static async Task<bool> IsActiveAsync(BatchAccount account, PackageName package, CancellationToken cancellationToken) =>
        (await PackageVersions.FindAsync(account, package, cancellationToken))?.State == BatchApplicationPackageState.Active;
}

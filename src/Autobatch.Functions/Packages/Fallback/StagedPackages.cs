using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Runs;

namespace Autobatch.Functions.Packages.Fallback;

/// <summary>
/// Packages as resource files, where an account's storage gives none: the zip is tested like any package and staged in the run's home under its SHA-256, so that every task gets the same bytes.
/// </summary>
internal sealed class StagedPackages(StorageAccounts storage, SourceBlobs sources, ZipRows rows, StagedBlobs blobs, PackageOptions limits, RunOptions options)
{
    /// <summary>The file when it is staged; else a hold, and what to stage when nobody does yet.</summary>
    /// <exception cref="FaultException">There is no zip, or it was refused.</exception>
    public async Task<(PackageFile? File, Hold? Hold, DroppedPackage? Staging)> CheckAsync(
        BatchAccount account, RunInput run, GivenPackage package, bool use, CancellationToken cancellationToken)
    {
        HomeStorage home = storage.Find(run.Storage);
        string dropped = $"{package.ApplicationId}/{package.Version}.zip";
        if ((package.Source ?? await sources.FindAsync(new PackageSource(storage.Primary.Packages.Name, dropped, null, null), null, cancellationToken)) is not { } zip)
        {
            return (null, MissingPackage.Hold(
                options, ErrorCodes.PackageNotFound, $"Tasks are to get {package.ApplicationId} {package.Version} as a resource file, and there is no zip of it. Drop it as {storage.Primary.Packages.Name}/{dropped}."), null);
        }

        string blob = Ids.ForBlob(storage.Find(zip.Storage).Account, zip.Container, zip.Name, zip.ETag);
        string shared = Ids.ForPackageSource(blob, $"staged in {home.Account}", new PackageReference(package.ApplicationId, package.Version), zip.Expected);
        ZipRow row = await rows.FindAsync(shared, home.Account, run.Key(), async hash => await blobs.FindAsync(home, hash, use, cancellationToken) is not null, cancellationToken);
        if (row.ThereAs is { } sha256)
        {
            return (new PackageFile(package.ApplicationId, package.Version, sha256), null, null);
        }

        DroppedPackage? staging = rows.Begin(row, account, new PackageName(package.ApplicationId, package.Version), zip, home.Account);
        if (row.Entry is null)
        {
            PackageFaults.RequireSize(zip.Bytes, limits);
        }

        return (null, new Hold(WaitingReason.WaitingForPackage, $"{package.ApplicationId} {package.Version} is being staged as a resource file from {zip.Blob()}."), staging);
    }
}

using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Runs;
using Azure;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs;

/// <summary>Whether a package can be used now, may become usable by itself, or never will.</summary>
internal sealed class PackageReadiness(
    AutoStorage storage, AccountPlaces places, RunLedger ledger, PackageRegistry registry, SourceRegistrations sources, RunOptions options, TimeProvider time)
{
    private const int MostRegistrations = 20;

    /// <summary>
    /// No hold when the package is active; a hold while its zip is being registered, or when it may still be dropped. With the hold comes
    /// the zip when nobody registers it in this account yet: it was registered in another one, or the manifest brings it.
    /// </summary>
    /// <exception cref="FaultException">There is no such package.</exception>
    public async Task<(Hold? Hold, DroppedPackage? Source)> CheckAsync(BatchAccount account, GivenPackage package, LedgerKey run, CancellationToken cancellationToken)
    {
        PackageName name = new(package.ApplicationId, package.Version);
        PackageReservation? registered = await registry.FindAsync(account.Name, name, cancellationToken);
        if (registered?.PruneUntil > time.GetUtcNow())
        {
            return (new Hold(WaitingReason.WaitingForPackage, $"{name.ApplicationId} {name.Version} may be being pruned; it is looked at again."), null);
        }

        if (package.Source is { } source)
        {
            return await sources.CheckAsync(account, name, source, run, cancellationToken);
        }

        BatchApplicationPackageData? found = await PackageVersions.FindAsync(account, name, cancellationToken);
        if (IsActive(found))
        {
            return (null, null);
        }

        try
        {
            return await DroppedAsync(account, name, found is not null, cancellationToken);
        }
        catch (FaultException)
        {
            // Its registration may have ended between the two looks.
            if (IsActive(await PackageVersions.FindAsync(account, name, cancellationToken)))
            {
                return (null, null);
            }

            throw;
        }
    }

    private static bool IsActive(BatchApplicationPackageData? version) => version?.State == BatchApplicationPackageState.Active;

    private async Task<(Hold Hold, DroppedPackage? Source)> DroppedAsync(BatchAccount account, PackageName package, bool pending, CancellationToken cancellationToken)
    {
        string blobName = $"{package.ApplicationId}/{package.Version}.zip";
        BlobClient blob = storage.Packages.GetBlobClient(blobName);
        LedgerEntry? entry;
        BlobProperties properties;
        try
        {
            properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            entry = await ledger.FindAsync(Ids.ForBlob(storage.Account, blob.BlobContainerName, blobName, BlobETag.Of(properties.ETag)), cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return (pending
                ? MissingPackage.Hold(options, ErrorCodes.PackageNotActive, $"Version {package.Version} of {package.ApplicationId} is not active on '{account.Name}', and {storage.Packages.Name}/{blobName} is not there.")
                : MissingPackage.Hold(options, ErrorCodes.PackageNotFound, $"Account '{account.Name}' has no package {package.ApplicationId} {package.Version}. Drop it as {storage.Packages.Name}/{blobName}."), null);
        }

        // Registered in another account: this one gets it from the same zip.
        bool elsewhere = entry is { State: LedgerState.Done } done
            && !string.Equals(done.Account ?? (await places.OfStorageAsync(storage.Account, cancellationToken)).Name, account.Name, StringComparison.OrdinalIgnoreCase);
        if (elsewhere)
        {
            (LedgerEntry registration, bool isNew) = await RegistrationAsync(account, package, entry!, cancellationToken);
            return (State(account, package, blobName, registration), isNew ? new DroppedPackage(registration, properties.ContentLength) : null);
        }

        return (State(account, package, blobName, entry), null);
    }

    private Hold State(BatchAccount account, PackageName package, string blobName, LedgerEntry? registration) => registration?.State switch
    {
        LedgerState.Rejected => throw new FaultException(
            ErrorCodes.PackageNotFound,
            $"{storage.Packages.Name}/{blobName} was refused: {registration.ErrorCode}: {registration.ErrorDetail} See results/{registration.Id}/error.json."),
        LedgerState.Done => throw new FaultException(
            ErrorCodes.PackageNotActive, $"Version {package.Version} of {package.ApplicationId} was registered and is gone from '{account.Name}'. Drop its zip again."),
        _ => new Hold(WaitingReason.WaitingForPackage, $"{package.ApplicationId} {package.Version} is being registered in '{account.Name}' from {storage.Packages.Name}/{blobName}."),
    };

    // One that has ended although the version is missing was pruned since: then another one follows it.
    private async Task<(LedgerEntry Registration, bool IsNew)> RegistrationAsync(
        BatchAccount account, PackageName package, LedgerEntry dropped, CancellationToken cancellationToken)
    {
        for (int number = 0; ; number++)
        {
            string id = Ids.ForPackageIn(dropped.Id, account.Name, number);
            if (await ledger.FindAsync(id, cancellationToken) is not { } known)
            {
                return (dropped with { Id = id, State = LedgerState.Claimed, Status = RunStatus.Pending, CreatedAt = time.GetUtcNow(), Account = account.Name, EndedAt = null }, true);
            }

            bool isOver = known.State == LedgerState.Done
                && !IsActive(await PackageVersions.FindAsync(account, package, cancellationToken));
            if (!isOver || number == MostRegistrations)
            {
                return (known.State == LedgerState.Done && !isOver ? known with { State = LedgerState.Scheduled } : known, known.State == LedgerState.Claimed);
            }
        }
    }
}

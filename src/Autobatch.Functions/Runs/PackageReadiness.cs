using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
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
internal sealed class PackageReadiness(AutoStorage storage, RunLedger ledger, PackageRegistry registry, RunOptions options, TimeProvider time)
{
    /// <summary>Null when the package is active; a hold while the zip that was dropped is being registered, or when it may still be dropped.</summary>
    /// <exception cref="FaultException">There is no such package.</exception>
    public async Task<Hold?> CheckAsync(BatchAccount account, GivenPackage package, CancellationToken cancellationToken)
    {
        PackageName name = new(package.ApplicationId, package.Version);
        PackageReservation? registered = await registry.FindAsync(account.Name, name, cancellationToken);
        if (registered?.PruneUntil > time.GetUtcNow())
        {
            return new Hold(WaitingReason.WaitingForPackage, $"{name.ApplicationId} {name.Version} may be being pruned; it is looked at again.");
        }

        BatchApplicationPackageData? found = await PackageVersions.FindAsync(account, name, cancellationToken);
        return found?.State == BatchApplicationPackageState.Active ? null : await DroppedAsync(account, name, found is not null, cancellationToken);
    }

    private async Task<Hold> DroppedAsync(BatchAccount account, PackageName package, bool pending, CancellationToken cancellationToken)
    {
        string blobName = $"{package.ApplicationId}/{package.Version}.zip";
        BlobClient blob = storage.Packages.GetBlobClient(blobName);
        LedgerEntry? entry;
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            entry = await ledger.FindAsync(Ids.ForBlob(storage.Account, blob.BlobContainerName, blobName, BlobETag.Of(properties.ETag)), cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return pending
                ? MissingPackage.Hold(options, ErrorCodes.PackageNotActive, $"Version {package.Version} of {package.ApplicationId} is not active on '{account.Name}', and {storage.Packages.Name}/{blobName} is not there.")
                : MissingPackage.Hold(options, ErrorCodes.PackageNotFound, $"Account '{account.Name}' has no package {package.ApplicationId} {package.Version}. Drop it as {storage.Packages.Name}/{blobName}.");
        }

        return entry?.State switch
        {
            LedgerState.Rejected => throw new FaultException(
                ErrorCodes.PackageNotFound, $"{storage.Packages.Name}/{blobName} was refused: {entry.ErrorCode}: {entry.ErrorDetail} See results/{entry.Id}/error.json."),
            LedgerState.Done => throw new FaultException(
                ErrorCodes.PackageNotActive, $"Version {package.Version} of {package.ApplicationId} was registered and is gone from '{account.Name}'. Drop its zip again."),
            _ => new Hold(WaitingReason.WaitingForPackage, $"{package.ApplicationId} {package.Version} is being registered from {storage.Packages.Name}/{blobName}."),
        };
    }
}

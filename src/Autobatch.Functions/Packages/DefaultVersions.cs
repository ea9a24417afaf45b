using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Runs;
using Azure;
using Azure.ResourceManager.Batch;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Packages;

/// <summary>Which version a reference without one means at this moment: what was dropped before counts, also when it is still being registered.</summary>
internal sealed class DefaultVersions(AutoStorage storage, AccountPlaces places, RunLedger ledger, PackageRegistry registry, RunOptions options)
{
    private const int MostLooked = 200;

    /// <summary>The version, or what to wait for until there is one.</summary>
    /// <exception cref="FaultException">There is none, and nothing is under way that would make one.</exception>
    public async Task<(string? Version, Hold? Hold)> ResolveAsync(BatchAccount account, string applicationId, CancellationToken cancellationToken)
    {
        // A run has the same versions wherever it goes: the account where zips are registered decides, and only then the one where it is placed.
        BatchAccount registering = await places.OfStorageAsync(storage.Account, cancellationToken);
        string wishName = DefaultVersionFile.NameFor(applicationId);
        if (await EntryAsync(wishName, cancellationToken) is { Exists: true } dropped)
        {
            DefaultVersionWish? wish = await registry.FindWishAsync(registering.Name, applicationId, cancellationToken);
            if (dropped.Entry is null || (wish?.Id != dropped.Entry.Id && !LedgerState.IsSettled(dropped.Entry.State)))
            {
                return (null, new Hold(WaitingReason.WaitingForPackage, $"{storage.Packages.Name}/{wishName} is being read."));
            }

            if (wish is { IsApplied: false })
            {
                return (wish.Version, null);
            }
        }

        BatchApplicationData? application = await PackageVersions.FindApplicationAsync(registering, applicationId, cancellationToken);
        if (application?.DefaultVersion is { Length: > 0 } version)
        {
            return (version, null);
        }

        if (await BeingRegisteredAsync(applicationId, cancellationToken) is { } zip)
        {
            return (null, new Hold(WaitingReason.WaitingForPackage, $"{applicationId} has no version yet; {storage.Packages.Name}/{zip} is being registered."));
        }

        // A registration may have ended between the two looks.
        application = await PackageVersions.FindApplicationAsync(registering, applicationId, cancellationToken);
        if (string.IsNullOrEmpty(application?.DefaultVersion) && account != registering)
        {
            application = await PackageVersions.FindApplicationAsync(account, applicationId, cancellationToken);
        }

        return application?.DefaultVersion is { Length: > 0 } justNow
            ? (justNow, null)
            : (null, MissingPackage.Hold(
                options,
                ErrorCodes.PackageNotFound,
                $"Account '{account.Name}' has no application '{applicationId}' with a default version. Name a version, drop {storage.Packages.Name}/{wishName}, or drop {storage.Packages.Name}/{applicationId}/{{version}}.zip."));
    }

    private async Task<string?> BeingRegisteredAsync(string applicationId, CancellationToken cancellationToken)
    {
        int looked = 0;
        await foreach (BlobItem blob in storage.Packages.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{applicationId}/" }, cancellationToken))
        {
            if (++looked > MostLooked)
            {
                break;
            }

            LedgerEntry? entry = await ledger.FindAsync(Ids.ForBlob(storage.Account, storage.Packages.Name, blob.Name, BlobETag.Of(blob.Properties.ETag)), cancellationToken);
            if (PackageName.Parse(blob.Name).IsValid && (entry is null || !LedgerState.IsSettled(entry.State)))
            {
                return blob.Name;
            }
        }

        return null;
    }

    private async Task<(bool Exists, LedgerEntry? Entry)> EntryAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await storage.Packages.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return (true, await ledger.FindAsync(Ids.ForBlob(storage.Account, storage.Packages.Name, name, BlobETag.Of(blob.ETag)), cancellationToken));
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return (false, null);
        }
    }
}

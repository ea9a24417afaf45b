using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Runs;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Arrivals;

/// <summary>A package or a <c>default.txt</c> landed: one version of the blob, one registration.</summary>
internal sealed class PackageArrived(
    AutoStorage storage, AccountPlaces places, BlobVersions versions, RunLedger ledger, PackageRejection rejection, TimeProvider time)
{
    public async Task HandleAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string container = storage.Packages.Name;
        BlobProperties blob;
        try
        {
            blob = await storage.Container(container).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return;
        }

        string etag = BlobETag.Of(blob.ETag);
        string id = Ids.ForBlob(storage.Account, container, name, etag);
        LedgerEntry claim = new()
        {
            Id = id,
            Kind = LedgerKind.Package,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = time.GetUtcNow(),
            Container = container,
            Name = name,
            ETag = etag,
            Account = (await places.OfStorageAsync(storage.Account, cancellationToken)).Name,
        };
        (LedgerEntry entry, _) = await ledger.ClaimAsync(claim, cancellationToken);
        if (entry.State == LedgerState.Claimed)
        {
            await TakeAsync(entry, blob.ContentLength, client, cancellationToken);
        }

        await versions.SaveAsync(new HomeContainer(null, container), new BlobVersion(name, etag, id, true, null), cancellationToken);
    }

    /// <summary>Schedules a registration that is claimed.</summary>
    public async Task TakeAsync(LedgerEntry entry, long bytes, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (entry.Package is { } brought)
        {
            string[] parts = brought.Split('/');
            await ScheduleAsync(entry, bytes, new PackageName(parts[0], parts[1]), client, cancellationToken);
            return;
        }

        if (DefaultVersionFile.Matches(entry.Name!))
        {
            await TakeDefaultAsync(entry, client, cancellationToken);
            return;
        }

        PackageNameResult name = PackageName.Parse(entry.Name!);
        if (!name.IsValid)
        {
            await rejection.RejectAsync(entry.Key, entry.BlobPath, Problem.Of(ErrorCodes.BadPackageName, name.Error), cancellationToken);
            return;
        }

        await ScheduleAsync(entry, bytes, name.Name, client, cancellationToken);
    }

    /// <summary>Claims and schedules a registration that a run needs, unless somebody has.</summary>
    public async Task RegisterAsync(DroppedPackage package, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (LedgerEntry entry, _) = await ledger.ClaimAsync(package.Registration, cancellationToken);
        if (entry.State == LedgerState.Claimed)
        {
            await TakeAsync(entry, package.Bytes, client, cancellationToken);
        }
    }

    private async Task ScheduleAsync(LedgerEntry entry, long bytes, PackageName package, DurableTaskClient client, CancellationToken cancellationToken)
    {
        await ledger.OpenUnlistedAsync(entry, cancellationToken);
        PackageInput input = new(
            entry.Id, entry.CreatedAt, await AccountAsync(entry, cancellationToken), entry.Container!, entry.Name!, entry.ETag!, bytes, package.ApplicationId, package.Version,
            entry.Storage, entry.Expected, entry.Package is not null, entry.StageIn);
        string steps = entry.StageIn is null ? nameof(RegisterPackage) : nameof(StagePackage);
        await Orchestrations.EnsureAsync(client, steps, PackageInput.Instance(entry.Id), input, cancellationToken);
        await ledger.MarkScheduledAsync(entry, cancellationToken);
    }

    // Rows of earlier builds do not name the account.
    private async Task<string> AccountAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        entry.Account ?? (await places.OfStorageAsync(storage.Account, cancellationToken)).Name;

    private async Task TakeDefaultAsync(LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (string? application, string? error) = DefaultVersionFile.ParseName(entry.Name!);
        if (application is null)
        {
            await rejection.RejectAsync(entry.Key, entry.BlobPath, Problem.Of(ErrorCodes.BadPackageName, error), cancellationToken);
            return;
        }

        await ledger.OpenUnlistedAsync(entry, cancellationToken);
        DefaultVersionInput input = new(entry.Id, entry.CreatedAt, await AccountAsync(entry, cancellationToken), entry.Container!, entry.Name!, application);
        await Orchestrations.EnsureAsync(client, nameof(SetDefaultVersion), PackageInput.Instance(entry.Id), input, cancellationToken);
        await ledger.MarkScheduledAsync(entry, cancellationToken);
    }
}

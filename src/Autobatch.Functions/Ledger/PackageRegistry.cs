using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>
/// Who registers or registered a package's version, with which content. The row is created once and taken over only as it was read, so two
/// drops of one version at the same time cannot make a mixture: the second one sees the first one's row.
/// </summary>
internal sealed class PackageRegistry(AppStorage storage)
{
    // No version is empty, so this row is no version's.
    private const string NoVersion = "";

    /// <summary>Takes the version for a registration, or says who has it.</summary>
    public async Task<PackageReservation> ReserveAsync(
        string account, PackageName package, string registrationId, string sha256, CancellationToken cancellationToken)
    {
        PackageReservation reservation = new(registrationId, sha256, false);
        try
        {
            Response added = await storage.Ledger.AddEntityAsync(RowOf(account, package, reservation), cancellationToken);
            return reservation with { RowVersion = added.Headers.ETag ?? default };
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            return await FindAsync(account, package, cancellationToken) ?? throw new RetryLaterException($"The reservation of {package} was released at this moment.");
        }
    }

    /// <summary>Takes the version from whoever had it, if nobody did so since the row was read.</summary>
    public async Task<bool> TakeOverAsync(string account, PackageName package, PackageReservation before, PackageReservation after, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Ledger.UpdateEntityAsync(RowOf(account, package, after), before.RowVersion, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return false;
        }
    }

    public async Task<PackageReservation?> FindAsync(string account, PackageName package, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row =
            await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition(account), Row(package), cancellationToken: cancellationToken);
        return row.HasValue
            ? new PackageReservation(
                row.Value!.GetString(nameof(PackageReservation.RegistrationId)),
                row.Value.GetString(nameof(PackageReservation.Sha256)),
                row.Value.GetBoolean(nameof(PackageReservation.IsActive)) == true)
            {
                Replaces = row.Value.GetBoolean(nameof(PackageReservation.Replaces)) == true,
                ReplacedAt = row.Value.GetDateTimeOffset(nameof(PackageReservation.ReplacedAt)),
                PruneUntil = row.Value.GetDateTimeOffset(nameof(PackageReservation.PruneUntil)),
                RowVersion = row.Value.ETag,
            }
            : null;
    }

    /// <summary>Notes that the version is active, and when it got other content.</summary>
    public Task ActivatedAsync(string account, PackageName package, DateTimeOffset? replacedAt, CancellationToken cancellationToken)
    {
        TableEntity row = new(Partition(account), Row(package)) { [nameof(PackageReservation.IsActive)] = true, [nameof(PackageReservation.Replaces)] = false };
        if (replacedAt is not null)
        {
            row[nameof(PackageReservation.ReplacedAt)] = replacedAt;
        }

        return storage.Ledger.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    /// <summary>Marks the version as one that may be deleted until then; false when somebody is at it.</summary>
    public async Task<bool> MarkAsync(string account, PackageName package, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // A version that was made without us has no row yet.
        PackageReservation held = await ReserveAsync(account, package, "", "", cancellationToken);
        bool foreign = held.RegistrationId.Length == 0;
        return (held.IsActive || foreign)
            && await TakeOverAsync(account, package, held, held with { IsActive = true, PruneUntil = until }, cancellationToken);
    }

    /// <summary>Takes the mark away.</summary>
    public async Task UnmarkAsync(string account, PackageName package, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, package, cancellationToken) is not { PruneUntil: not null } marked)
        {
            return;
        }

        if (marked.RegistrationId.Length == 0)
        {
            await ReleaseAsync(account, package, cancellationToken);
        }
        else
        {
            await TakeOverAsync(account, package, marked, marked with { PruneUntil = null }, cancellationToken);
        }
    }

    /// <summary>Gives the version back: the registration failed, or the version is gone.</summary>
    public Task ReleaseAsync(string account, PackageName package, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(Partition(account), Row(package), ETag.All, cancellationToken);

    /// <summary>Keeps the version that is to be an application's default.</summary>
    public Task WishAsync(string account, string applicationId, DefaultVersionWish wish, CancellationToken cancellationToken) => storage.Ledger.UpsertEntityAsync(
        new TableEntity(Partition(account), Row(new PackageName(applicationId, NoVersion)))
        {
            [nameof(DefaultVersionWish.Id)] = wish.Id,
            [nameof(DefaultVersionWish.CreatedAt)] = wish.CreatedAt,
            [nameof(DefaultVersionWish.Version)] = wish.Version,
            [nameof(DefaultVersionWish.IsApplied)] = wish.IsApplied,
        },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>The version that is to be an application's default, when somebody asked for one.</summary>
    public async Task<DefaultVersionWish?> FindWishAsync(string account, string applicationId, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(
            Partition(account), Row(new PackageName(applicationId, NoVersion)), cancellationToken: cancellationToken);
        return row.HasValue
            ? new DefaultVersionWish(
                row.Value!.GetString(nameof(DefaultVersionWish.Id)),
                row.Value.GetDateTimeOffset(nameof(DefaultVersionWish.CreatedAt))!.Value,
                row.Value.GetString(nameof(DefaultVersionWish.Version)),
                row.Value.GetBoolean(nameof(DefaultVersionWish.IsApplied)) == true)
            { RowVersion = row.Value.ETag }
            : null;
    }

    /// <summary>Notes that a wish is fulfilled; false when it is no longer the one that was read.</summary>
    public async Task<bool> AppliedAsync(string account, string applicationId, DefaultVersionWish wish, CancellationToken cancellationToken)
    {
        TableEntity row = new(Partition(account), Row(new PackageName(applicationId, NoVersion))) { [nameof(DefaultVersionWish.IsApplied)] = true };
        try
        {
            await storage.Ledger.UpdateEntityAsync(row, wish.RowVersion, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return false;
        }
    }

    private static TableEntity RowOf(string account, PackageName package, PackageReservation reservation)
    {
        TableEntity row = new(Partition(account), Row(package))
        {
            [nameof(PackageReservation.RegistrationId)] = reservation.RegistrationId,
            [nameof(PackageReservation.Sha256)] = reservation.Sha256,
            [nameof(PackageReservation.IsActive)] = reservation.IsActive,
            [nameof(PackageReservation.Replaces)] = reservation.Replaces,
        };
        if (reservation.ReplacedAt is { } replaced)
        {
            row[nameof(PackageReservation.ReplacedAt)] = replaced;
        }

        if (reservation.PruneUntil is { } until)
        {
            row[nameof(PackageReservation.PruneUntil)] = until;
        }

        return row;
    }

    // Batch compares both names without regard to case.
    private static string Row(PackageName package) => $"{package.ApplicationId.ToLowerInvariant()}|{package.Version.ToLowerInvariant()}";

    private static string Partition(string account) => $"package-{account}";
}

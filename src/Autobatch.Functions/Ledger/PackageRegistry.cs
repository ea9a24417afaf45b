using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>
/// Who registers or registered a package's version, with which content. The row is created once, so two drops of one version at the same
/// time cannot make a mixture: the second one compares its content with the first one's.
/// </summary>
internal sealed class PackageRegistry(AppStorage storage)
{
    /// <summary>Takes the version for a registration, or says who has it.</summary>
    public async Task<PackageReservation> ReserveAsync(
        string account, PackageName package, string registrationId, string sha256, CancellationToken cancellationToken)
    {
        TableEntity row = new(Partition(account), Row(package))
        {
            [nameof(PackageReservation.RegistrationId)] = registrationId,
            [nameof(PackageReservation.Sha256)] = sha256,
            [nameof(PackageReservation.IsActive)] = false,
        };
        try
        {
            await storage.Ledger.AddEntityAsync(row, cancellationToken);
            return new PackageReservation(registrationId, sha256, false);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            return await FindAsync(account, package, cancellationToken) ?? throw new RetryLaterException($"The reservation of {package} was released at this moment.");
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
            : null;
    }

    public Task ActivatedAsync(string account, PackageName package, CancellationToken cancellationToken) =>
        storage.Ledger.UpsertEntityAsync(
            new TableEntity(Partition(account), Row(package)) { [nameof(PackageReservation.IsActive)] = true }, TableUpdateMode.Merge, cancellationToken);

    /// <summary>Gives the version back: the registration failed.</summary>
    public Task ReleaseAsync(string account, PackageName package, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(Partition(account), Row(package), ETag.All, cancellationToken);

    // Batch compares both names without regard to case.
    private static string Row(PackageName package) => $"{package.ApplicationId.ToLowerInvariant()}|{package.Version.ToLowerInvariant()}";

    private static string Partition(string account) => $"package-{account}";
}

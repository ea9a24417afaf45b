using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Takes the version for this registration, finds that it is there already, or refuses changed content.</summary>
internal sealed class ReservePackage(BatchAccounts accounts, PackageRegistry registry, PackageContent content)
{
    [Function(nameof(ReservePackage))]
    public Task<ReservationResult> Run([ActivityTrigger] CheckedPackage package, FunctionContext context) =>
        Wire.GuardAsync(() => ReserveAsync(package, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task<ReservationResult> ReserveAsync(CheckedPackage package, CancellationToken cancellationToken)
    {
        PackageInput input = package.Input;
        PackageReservation reservation = await registry.ReserveAsync(input.Account, input.Package(), input.Id, package.Sha256, cancellationToken);
        if (reservation.RegistrationId != input.Id)
        {
            return reservation.Sha256 == package.Sha256 ? ReservationResult.AlreadyThere : throw Changed(input);
        }

        if (reservation.IsActive)
        {
            return ReservationResult.AlreadyThere;
        }

        // A version that was made without us has no reservation: its content decides.
        var version = await PackageVersions.FindAsync(accounts.Find(input.Account), input.Package(), cancellationToken);
        if (version?.State != BatchApplicationPackageState.Active)
        {
            return ReservationResult.Proceed;
        }

        if (await content.HashAsync(version, cancellationToken) == package.Sha256)
        {
            await registry.ActivatedAsync(input.Account, input.Package(), cancellationToken);
            return ReservationResult.AlreadyThere;
        }

        await registry.ReleaseAsync(input.Account, input.Package(), cancellationToken);
        throw Changed(input);
    }

    private static FaultException Changed(PackageInput input) => new(
        ErrorCodes.PackageVersionChanged,
        $"Version {input.Version} of {input.ApplicationId} exists with other content. Drop changed content under a new version.");
}

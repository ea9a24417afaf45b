using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Takes the version for this registration, finds that it is there already, or refuses changed content.</summary>
internal sealed class ReservePackage(
    BatchAccounts accounts, RunLedger ledger, PackageRegistry registry, PackageContent content, PackageOptions options, TimeProvider time)
{
    [Function(nameof(ReservePackage))]
    public Task<ReservationResult> Run([ActivityTrigger] CheckedPackage package, FunctionContext context) =>
        Wire.GuardAsync(() => ReserveAsync(package, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task<ReservationResult> ReserveAsync(CheckedPackage package, CancellationToken cancellationToken)
    {
        PackageInput input = package.Input;
        PackageReservation held = await registry.ReserveAsync(input.Account, input.Package(), input.Id, package.Sha256, cancellationToken);
        if (held.PruneUntil > time.GetUtcNow())
        {
            return ReservationResult.Wait;
        }

        BatchAccount account = accounts.Find(input.Account);
        BatchApplicationPackageData? version = await PackageVersions.FindAsync(account, input.Package(), cancellationToken);
        bool there = version?.State == BatchApplicationPackageState.Active;
        return held switch
        {
            { IsActive: true, RegistrationId: "" } when there => await ForeignAsync(account, package, held, version!, cancellationToken),
            { IsActive: true } when there && held.Sha256 == package.Sha256 => ReservationResult.AlreadyThere,
            { IsActive: true } => await TakeOverAsync(account, package, held, there, held.Sha256.Length > 0 && held.Sha256 != package.Sha256, cancellationToken),
            { Replaces: true } when held.RegistrationId == input.Id => ReservationResult.Replace,
            _ when held.RegistrationId == input.Id => there ? await ForeignAsync(account, package, held, version!, cancellationToken) : ReservationResult.Proceed,
            _ when !await HasEndedAsync(held.RegistrationId, cancellationToken) => ReservationResult.Wait,
            _ => there
                ? await ForeignAsync(account, package, held, version!, cancellationToken)
                : await TakeOverAsync(account, package, held, false, held.Replaces, cancellationToken),
        };
    }

    // The content of a version that nobody answers for decides: it was made without us, or its registration broke off.
    private async Task<ReservationResult> ForeignAsync(
        BatchAccount account, CheckedPackage package, PackageReservation held, BatchApplicationPackageData version, CancellationToken cancellationToken)
    {
        PackageInput input = package.Input;
        string there = await content.HashAsync(version, cancellationToken);
        PackageReservation active = held with { RegistrationId = input.Id, Sha256 = there, IsActive = true, Replaces = false };
        if (!await registry.TakeOverAsync(input.Account, input.Package(), held, active, cancellationToken))
        {
            return ReservationResult.Wait;
        }

        return there == package.Sha256
            ? ReservationResult.AlreadyThere
            : await TakeOverAsync(account, package, (await registry.FindAsync(input.Account, input.Package(), cancellationToken))!, true, true, cancellationToken);
    }

    private async Task<ReservationResult> TakeOverAsync(
        BatchAccount account, CheckedPackage package, PackageReservation held, bool there, bool replaces, CancellationToken cancellationToken)
    {
        PackageInput input = package.Input;
        if (there)
        {
            await RequireUpdatesAsync(account, input, cancellationToken);
        }

        PackageReservation ours = held with { RegistrationId = input.Id, Sha256 = package.Sha256, IsActive = false, Replaces = replaces, PruneUntil = null };
        return !await registry.TakeOverAsync(input.Account, input.Package(), held, ours, cancellationToken) ? ReservationResult.Wait
            : replaces ? ReservationResult.Replace
            : ReservationResult.Proceed;
    }

    private async Task RequireUpdatesAsync(BatchAccount account, PackageInput input, CancellationToken cancellationToken)
    {
        string exists = $"Version {input.Version} of {input.ApplicationId} exists with other content. Drop changed content under a new version";
        if (!options.AllowUpdates)
        {
            throw new FaultException(ErrorCodes.PackageVersionChanged, $"{exists}, or set {PackageOptions.Section}:AllowUpdates to true.");
        }

        if ((await PackageVersions.FindApplicationAsync(account, input.ApplicationId, cancellationToken))?.AllowUpdates == false)
        {
            throw new FaultException(ErrorCodes.PackageVersionChanged, $"{exists}; the application's own allowUpdates is false.");
        }
    }

    private async Task<bool> HasEndedAsync(string registrationId, CancellationToken cancellationToken) =>
        await ledger.FindAsync(registrationId, cancellationToken) is not { } entry || LedgerState.IsSettled(entry.State);
}

using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Azure;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Settles the registration; what failed leaves an error and no half-made version.</summary>
internal sealed class ClosePackage(BatchAccounts accounts, RunLedger ledger, PackageRegistry registry, PackageContent content, PackageRejection rejection, TimeProvider time)
{
    [Function(nameof(ClosePackage))]
    public Task Run([ActivityTrigger] PackageEnd end, FunctionContext context) =>
        end.Fault is null ? DoneAsync(end, context.CancellationToken) : FailedAsync(end, end.Fault, context.CancellationToken);

    private async Task DoneAsync(PackageEnd end, CancellationToken cancellationToken)
    {
        LedgerPatch done = new() { State = LedgerState.Done, Status = RunStatus.Completed, Sha256 = end.Sha256, EndedAt = time.GetUtcNow() };
        await ledger.UpdateUnlistedAsync(end.Input.Key(), done, cancellationToken);
        await ledger.CloseAsync(end.Input.Id, cancellationToken);
    }

    private async Task FailedAsync(PackageEnd end, Fault fault, CancellationToken cancellationToken)
    {
        if (end.Undo)
        {
            await UndoAsync(end, cancellationToken);
        }

        await rejection.RejectAsync(end.Input.Key(), end.Input.Blob(), fault.ToProblem(), cancellationToken);
        await ledger.CloseAsync(end.Input.Id, cancellationToken);
    }

    private async Task UndoAsync(PackageEnd end, CancellationToken cancellationToken)
    {
        PackageInput input = end.Input;
        if (await registry.FindAsync(input.Account, input.Package(), cancellationToken) is not { IsActive: false } ours || ours.RegistrationId != input.Id)
        {
            return;
        }

        BatchAccount account = accounts.Find(input.Account);
        BatchApplicationPackageData? version = await PackageVersions.FindAsync(account, input.Package(), cancellationToken);
        if (version?.State == BatchApplicationPackageState.Active)
        {
            // What was to be replaced is still in use: note which content it has now.
            string there = await content.HashAsync(version, cancellationToken);
            PackageReservation kept = ours with { Sha256 = there, IsActive = true, Replaces = false, ReplacedAt = there == end.Sha256 ? time.GetUtcNow() : ours.ReplacedAt };
            await registry.TakeOverAsync(input.Account, input.Package(), ours, kept, cancellationToken);
            return;
        }

        if (version is not null)
        {
            await DeleteAsync(account, input, cancellationToken);
        }

        await registry.ReleaseAsync(input.Account, input.Package(), cancellationToken);
    }

    private static async Task DeleteAsync(BatchAccount account, PackageInput input, CancellationToken cancellationToken)
    {
        try
        {
            await account.Package(input.ApplicationId, input.Version).DeleteAsync(WaitUntil.Completed, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // An earlier attempt of this activity was there.
        }
    }
}

using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Azure;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Settles the registration; what failed leaves an error and no half-made version.</summary>
internal sealed class ClosePackage(BatchAccounts accounts, RunLedger ledger, PackageRegistry registry, PackageRejection rejection, TimeProvider time)
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
            await UndoAsync(end.Input, cancellationToken);
        }

        await rejection.RejectAsync(end.Input.Key(), end.Input.Blob(), fault.ToProblem(), cancellationToken);
        await ledger.CloseAsync(end.Input.Id, cancellationToken);
    }

    private async Task UndoAsync(PackageInput input, CancellationToken cancellationToken)
    {
        BatchAccount account = accounts.Find(input.Account);
        if ((await PackageVersions.FindAsync(account, input.Package(), cancellationToken))?.State == BatchApplicationPackageState.Pending)
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

        if ((await registry.FindAsync(input.Account, input.Package(), cancellationToken))?.RegistrationId == input.Id)
        {
            await registry.ReleaseAsync(input.Account, input.Package(), cancellationToken);
        }
    }
}

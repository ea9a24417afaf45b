using Autobatch.Errors;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Whether an account that is being made is there.</summary>
internal sealed class IsAccountReady(ArmClient arm)
{
    [Function(nameof(IsAccountReady))]
    public Task<bool> Run([ActivityTrigger] AccountChange change, FunctionContext context) =>
        Wire.GuardAsync(() => LookAsync(change, context.CancellationToken), ErrorCodes.AccountRequestFailed);

    private async Task<bool> LookAsync(AccountChange change, CancellationToken cancellationToken)
    {
        BatchProvisioningState? state = (await arm.GetBatchAccountResource(new ResourceIdentifier(change.ResourceId)).GetAsync(cancellationToken)).Value.Data.ProvisioningState;
        return state == BatchProvisioningState.Failed || state == BatchProvisioningState.Cancelled || state == BatchProvisioningState.Deleting
            ? throw new FaultException(ErrorCodes.AccountRequestFailed, $"Azure could not make '{change.Account}': it is {state}.")
            : state == BatchProvisioningState.Succeeded;
    }
}

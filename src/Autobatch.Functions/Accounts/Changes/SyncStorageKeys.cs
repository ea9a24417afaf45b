using Autobatch.Errors;
using Autobatch.Functions.Accounts.Facts;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Has Batch read the storage account's keys again.</summary>
internal sealed class SyncStorageKeys(ArmClient arm, AccountFacts facts)
{
    [Function(nameof(SyncStorageKeys))]
    public Task Run([ActivityTrigger] AccountChange change, FunctionContext context) => Wire.GuardAsync(
        async () =>
        {
            await arm.GetBatchAccountResource(new ResourceIdentifier(change.ResourceId)).SynchronizeAutoStorageKeysAsync(context.CancellationToken);
            facts.Forget(change.Account);
        },
        ErrorCodes.AccountRequestFailed);
}

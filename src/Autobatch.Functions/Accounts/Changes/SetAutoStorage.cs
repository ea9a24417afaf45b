using Autobatch.Errors;
using Autobatch.Functions.Accounts.Facts;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Links a storage account, another one, or none.</summary>
internal sealed class SetAutoStorage(ArmClient arm, AccountFacts facts)
{
    private const string ApiVersion = "2024-07-01";

    [Function(nameof(SetAutoStorage))]
    public Task Run([ActivityTrigger] AccountChange change, FunctionContext context) =>
        Wire.GuardAsync(() => SetAsync(change, context.CancellationToken), ErrorCodes.AccountRequestFailed);

    internal static bool IsLinked(BatchAccountAutoStorageConfiguration? present, AutoStorageBody asked) =>
        present is not null
        && string.Equals(present.StorageAccountId.ToString(), asked.StorageAccountId, StringComparison.OrdinalIgnoreCase)
        && (present.AuthenticationMode == BatchAutoStorageAuthenticationMode.BatchAccountManagedIdentity) == AccountBodies.IsByIdentity(asked)
        && string.Equals(present.NodeIdentityResourceId?.ToString(), asked.NodeIdentityReference?.ResourceId, StringComparison.OrdinalIgnoreCase);

    internal static BatchAccountAutoStorageBaseConfiguration Content(AutoStorageBody asked) => new(new ResourceIdentifier(asked.StorageAccountId!))
    {
        AuthenticationMode = AccountBodies.IsByIdentity(asked) ? BatchAutoStorageAuthenticationMode.BatchAccountManagedIdentity : BatchAutoStorageAuthenticationMode.StorageKeys,
        NodeIdentityResourceId = asked.NodeIdentityReference?.ResourceId is { } identity ? new ResourceIdentifier(identity) : null,
    };

    private async Task SetAsync(AccountChange change, CancellationToken cancellationToken)
    {
        BatchAccountResource account = arm.GetBatchAccountResource(new ResourceIdentifier(change.ResourceId));
        Response<BatchAccountResource> read = await account.GetAsync(cancellationToken);
        BatchAccountAutoStorageConfiguration? present = read.Value.Data.AutoStorage;
        if (change.Link is { } asked ? IsLinked(present, asked) : present is null)
        {
            // An earlier attempt did it, and was not heard.
            facts.Forget(change.Account);
            return;
        }

        if (change.IfMatch is { } tag && tag != read.GetRawResponse().Headers.ETag?.ToString("H"))
        {
            throw new FaultException(ErrorCodes.PreconditionFailed, $"'{change.Account}' has changed since the ETag given was read.");
        }

        if (change.Link is { } link)
        {
            await account.UpdateAsync(new BatchAccountPatch { AutoStorage = Content(link) }, cancellationToken);
        }
        else
        {
            // An empty id unlinks, which the client's type cannot say.
            await new PlainArmResource(arm, account.Id).PatchAsync("""{"properties":{"autoStorage":{"storageAccountId":""}}}"""u8.ToArray(), ApiVersion, cancellationToken);
        }

        facts.Forget(change.Account);
    }
}

using Autobatch.Accounts;
using Autobatch.Errors;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Azure.ResourceManager.Models;
using Azure.ResourceManager.Resources;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Asks Resource Manager to make the account, unless it is there as asked for.</summary>
internal sealed class CreateAccount(ArmClient arm)
{
    [Function(nameof(CreateAccount))]
    public Task Run([ActivityTrigger] AccountChange change, FunctionContext context) =>
        Wire.GuardAsync(() => CreateAsync(change, context.CancellationToken), ErrorCodes.AccountRequestFailed);

    /// <summary>Whether an account is what was asked for.</summary>
    internal static bool IsAsAsked(BatchAccountData account, AccountBody asked) =>
        Regions.AreSame(account.Location?.Name, asked.Location)
        && (account.PoolAllocationMode == BatchAccountPoolAllocationMode.UserSubscription) == AccountBodies.IsUserSubscription(asked)
        && (asked.AutoStorage is not { } link || SetAutoStorage.IsLinked(account.AutoStorage, link));

    private async Task CreateAsync(AccountChange change, CancellationToken cancellationToken)
    {
        ResourceIdentifier id = new(change.ResourceId);
        BatchAccountCollection accounts = arm.GetResourceGroupResource(ResourceGroupResource.CreateResourceIdentifier(id.SubscriptionId!, id.ResourceGroupName!)).GetBatchAccounts();
        NullableResponse<BatchAccountResource> there = await accounts.GetIfExistsAsync(id.Name, cancellationToken);
        if (!there.HasValue)
        {
            await accounts.CreateOrUpdateAsync(WaitUntil.Started, id.Name, Content(change.Create!), cancellationToken);
        }
        else if (!IsAsAsked(there.Value!.Data, change.Create!))
        {
            throw new FaultException(ErrorCodes.AccountExists, $"'{id.Name}' exists in {there.Value.Data.Location?.Name} and is not as asked for.");
        }
    }

    private static BatchAccountCreateOrUpdateContent Content(AccountBody asked)
    {
        BatchAccountCreateOrUpdateContent content = new(new AzureLocation(asked.Location!))
        {
            AutoStorage = asked.AutoStorage is { } link ? SetAutoStorage.Content(link) : null,
        };
        if (AccountBodies.IsUserSubscription(asked))
        {
            content.PoolAllocationMode = BatchAccountPoolAllocationMode.UserSubscription;
            content.KeyVaultReference = new BatchKeyVaultReference(new ResourceIdentifier(asked.KeyVaultReference!.Id!), new Uri(asked.KeyVaultReference.Url!));
        }

        if (asked.UserAssignedIdentities is { Count: > 0 } identities)
        {
            content.Identity = new ManagedServiceIdentity(ManagedServiceIdentityType.UserAssigned);
            foreach (string identity in identities)
            {
                content.Identity.UserAssignedIdentities[new ResourceIdentifier(identity)] = new UserAssignedIdentity();
            }
        }

        return content;
    }
}

using Azure.Core;
using Azure.ResourceManager.Batch.Models;
using Azure.ResourceManager.Resources;

namespace Azure.ResourceManager.Batch;

/// <summary>The Batch accounts of a resource group.</summary>
public class BatchAccountCollection : ArmCollection
{
    /// <summary>For tests that replace the collection.</summary>
    protected BatchAccountCollection()
    {
    }

    internal BatchAccountCollection(ArmClient client, ResourceIdentifier group)
        : base(client, group) => ResourceIds.Expect(group, ResourceGroupResource.ResourceType);

    private ArmRest Rest => new(Pipeline, Endpoint, TryGetApiVersion(BatchAccountResource.ResourceType, out string version) ? version : null);

    /// <summary>Makes the account. An account that is there is refused by the service: it is changed by a patch.</summary>
    public virtual async Task<ArmOperation<BatchAccountResource>> CreateOrUpdateAsync(
        WaitUntil waitUntil, string accountName, BatchAccountCreateOrUpdateContent content, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentNullException.ThrowIfNull(content);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Put, PathOf(accountName));
        ArmRest.SetJson(message, AccountChangeBody.From(content), ArmJson.Default.AccountChangeBody);
        Response first = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        ResourceIdentifier id = IdOf(accountName);
        var operation = new AccountCreation(new LocationOperation(rest, id, first), response => ResourceOf(ArmRest.Read(response, ArmJson.Default.AccountBody), id));
        if (waitUntil == WaitUntil.Completed)
            await operation.WaitForCompletionAsync(cancellationToken).ConfigureAwait(false);
        return operation;
    }

    /// <summary>Reads one account, if the group has it.</summary>
    public virtual async Task<NullableResponse<BatchAccountResource>> GetIfExistsAsync(string accountName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, PathOf(accountName));
        (AccountBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.AccountBody, cancellationToken, orNone: true).ConfigureAwait(false);
        return body is null ? new NoValueResponse<BatchAccountResource>(response) : Response.FromValue(ResourceOf(body, IdOf(accountName)), response);
    }

    private string PathOf(string accountName) => ArmPath.Of(Id, "providers", "Microsoft.Batch", "batchAccounts", accountName);

    private ResourceIdentifier IdOf(string accountName) => BatchAccountResource.CreateResourceIdentifier(Id.SubscriptionId!, Id.ResourceGroupName!, accountName);

    private BatchAccountResource ResourceOf(AccountBody body, ResourceIdentifier id)
    {
        var data = new BatchAccountData(body, id);
        return new BatchAccountResource(Client, data.Id, data);
    }
}

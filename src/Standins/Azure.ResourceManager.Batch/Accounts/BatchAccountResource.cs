using Azure.Core;
using Azure.ResourceManager.Batch.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>A Batch account.</summary>
public class BatchAccountResource : ArmResource
{
    /// <summary><c>Microsoft.Batch/batchAccounts</c>.</summary>
    public static readonly ResourceType ResourceType = "Microsoft.Batch/batchAccounts";

    private readonly BatchAccountData? _data;

    /// <summary>For tests that replace the resource.</summary>
    protected BatchAccountResource()
    {
    }

    internal BatchAccountResource(ArmClient client, ResourceIdentifier id, BatchAccountData? data = null)
        : base(client, id) => _data = data;

    /// <summary>Whether <see cref="Data"/> was read from the service.</summary>
    public virtual bool HasData => _data is not null;

    /// <summary>What the service answered.</summary>
    /// <exception cref="InvalidOperationException">The resource was made from an id: call GetAsync first.</exception>
    public virtual BatchAccountData Data => _data ?? throw new InvalidOperationException("The current instance does not have data, you must call Get first.");

    private ArmRest Rest => new(Pipeline, Endpoint, TryGetApiVersion(ResourceType, out string version) ? version : null);

    /// <summary>The id of an account.</summary>
    public static ResourceIdentifier CreateResourceIdentifier(string subscriptionId, string resourceGroupName, string accountName) =>
        new($"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Batch/batchAccounts/{accountName}");

    /// <summary>Reads the account.</summary>
    public virtual async Task<Response<BatchAccountResource>> GetAsync(CancellationToken cancellationToken = default)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, ArmPath.Of(Id));
        (AccountBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.AccountBody, cancellationToken).ConfigureAwait(false);
        var data = new BatchAccountData(body!, Id);
        return Response.FromValue(new BatchAccountResource(Client, data.Id, data), response);
    }

    /// <summary>Changes what the patch names.</summary>
    public virtual async Task<Response<BatchAccountResource>> UpdateAsync(BatchAccountPatch patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Patch, ArmPath.Of(Id));
        ArmRest.SetJson(message, AccountChangeBody.From(patch), ArmJson.Default.AccountChangeBody);
        (AccountBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.AccountBody, cancellationToken).ConfigureAwait(false);
        var data = new BatchAccountData(body!, Id);
        return Response.FromValue(new BatchAccountResource(Client, data.Id, data), response);
    }

    /// <summary>Reads the account's keys; refused when SharedKey is not allowed on it.</summary>
    public virtual async Task<Response<BatchAccountKeys>> GetKeysAsync(CancellationToken cancellationToken = default)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Post, ArmPath.Of(Id, "listKeys"));
        (AccountKeysBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.AccountKeysBody, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BatchAccountKeys(body!), response);
    }

    /// <summary>Tells the account that the keys of its storage account have changed.</summary>
    public virtual async Task<Response> SynchronizeAutoStorageKeysAsync(CancellationToken cancellationToken = default)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Post, ArmPath.Of(Id, "syncAutoStorageKeys"));
        return await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The account's applications.</summary>
    public virtual BatchApplicationCollection GetBatchApplications() => new(Client, Id);

    /// <summary>Reads one application.</summary>
    public virtual Task<Response<BatchApplicationResource>> GetBatchApplicationAsync(string applicationName, CancellationToken cancellationToken = default) =>
        GetBatchApplications().GetAsync(applicationName, cancellationToken);

    internal static void ValidateResourceId(ResourceIdentifier id) => ResourceIds.Expect(id, ResourceType);
}

using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>An application of a Batch account: a name for the versions of its packages.</summary>
public class BatchApplicationResource : ArmResource
{
    /// <summary><c>Microsoft.Batch/batchAccounts/applications</c>.</summary>
    public static readonly ResourceType ResourceType = "Microsoft.Batch/batchAccounts/applications";

    private readonly BatchApplicationData? _data;

    /// <summary>For tests that replace the resource.</summary>
    protected BatchApplicationResource()
    {
    }

    internal BatchApplicationResource(ArmClient client, ResourceIdentifier id, BatchApplicationData? data = null)
        : base(client, id) => _data = data;

    /// <summary>Whether <see cref="Data"/> was read from the service.</summary>
    public virtual bool HasData => _data is not null;

    /// <summary>What the service answered.</summary>
    /// <exception cref="InvalidOperationException">The resource was made from an id: call GetAsync first.</exception>
    public virtual BatchApplicationData Data => _data ?? throw new InvalidOperationException("The current instance does not have data, you must call Get first.");

    private ArmRest Rest => new(Pipeline, Endpoint, TryGetApiVersion(ResourceType, out string version) ? version : null);

    /// <summary>The id of an application.</summary>
    public static ResourceIdentifier CreateResourceIdentifier(string subscriptionId, string resourceGroupName, string accountName, string applicationName) =>
        new($"{BatchAccountResource.CreateResourceIdentifier(subscriptionId, resourceGroupName, accountName)}/applications/{applicationName}");

    /// <summary>Reads the application.</summary>
    public virtual Task<Response<BatchApplicationResource>> GetAsync(CancellationToken cancellationToken = default) =>
        SendAsync(RequestMethod.Get, null, cancellationToken);

    /// <summary>Changes what <paramref name="data"/> names, such as the default version.</summary>
    public virtual Task<Response<BatchApplicationResource>> UpdateAsync(BatchApplicationData data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SendAsync(RequestMethod.Patch, data, cancellationToken);
    }

    /// <summary>Deletes the application, which must have no packages.</summary>
    public virtual async Task<ArmOperation> DeleteAsync(WaitUntil waitUntil, CancellationToken cancellationToken = default)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Delete, ArmPath.Of(Id));
        var operation = new LocationOperation(rest, Id, await rest.SendAsync(message, cancellationToken).ConfigureAwait(false));
        if (waitUntil == WaitUntil.Completed)
            await operation.WaitForCompletionResponseAsync(cancellationToken).ConfigureAwait(false);
        return operation;
    }

    /// <summary>The application's packages, one a version.</summary>
    public virtual BatchApplicationPackageCollection GetBatchApplicationPackages() => new(Client, Id);

    /// <summary>Reads one version's package.</summary>
    public virtual Task<Response<BatchApplicationPackageResource>> GetBatchApplicationPackageAsync(string versionName, CancellationToken cancellationToken = default) =>
        GetBatchApplicationPackages().GetAsync(versionName, cancellationToken);

    internal static void ValidateResourceId(ResourceIdentifier id) => ResourceIds.Expect(id, ResourceType);

    private async Task<Response<BatchApplicationResource>> SendAsync(RequestMethod method, BatchApplicationData? change, CancellationToken cancellationToken)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(method, ArmPath.Of(Id));
        if (change is not null)
            ArmRest.SetJson(message, ApplicationBody.From(change), ArmJson.Default.ApplicationBody);
        (ApplicationBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.ApplicationBody, cancellationToken).ConfigureAwait(false);
        var data = new BatchApplicationData(body!, Id);
        return Response.FromValue(new BatchApplicationResource(Client, data.Id, data), response);
    }
}

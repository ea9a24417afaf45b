using Azure.Core;
using Azure.ResourceManager.Batch.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>One version of an application: a zip in the autostorage account.</summary>
public class BatchApplicationPackageResource : ArmResource
{
    /// <summary><c>Microsoft.Batch/batchAccounts/applications/versions</c>.</summary>
    public static readonly ResourceType ResourceType = "Microsoft.Batch/batchAccounts/applications/versions";

    private readonly BatchApplicationPackageData? _data;

    /// <summary>For tests that replace the resource.</summary>
    protected BatchApplicationPackageResource()
    {
    }

    internal BatchApplicationPackageResource(ArmClient client, ResourceIdentifier id, BatchApplicationPackageData? data = null)
        : base(client, id) => _data = data;

    /// <summary>Whether <see cref="Data"/> was read from the service.</summary>
    public virtual bool HasData => _data is not null;

    /// <summary>What the service answered.</summary>
    /// <exception cref="InvalidOperationException">The resource was made from an id: call GetAsync first.</exception>
    public virtual BatchApplicationPackageData Data => _data ?? throw new InvalidOperationException("The current instance does not have data, you must call Get first.");

    private ArmRest Rest => new(Pipeline, Endpoint, TryGetApiVersion(ResourceType, out string version) ? version : null);

    /// <summary>The id of an application's version.</summary>
    public static ResourceIdentifier CreateResourceIdentifier(
        string subscriptionId, string resourceGroupName, string accountName, string applicationName, string versionName) =>
        new($"{BatchApplicationResource.CreateResourceIdentifier(subscriptionId, resourceGroupName, accountName, applicationName)}/versions/{versionName}");

    /// <summary>Reads the version, with a fresh <see cref="BatchApplicationPackageData.StorageUri"/>.</summary>
    public virtual async Task<Response<BatchApplicationPackageResource>> GetAsync(CancellationToken cancellationToken = default)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, ArmPath.Of(Id));
        return await ReadAsync(rest, message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the uploaded zip usable on nodes.</summary>
    public virtual async Task<Response<BatchApplicationPackageResource>> ActivateAsync(
        BatchApplicationPackageActivateContent content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Post, ArmPath.Of(Id, "activate"));
        ArmRest.SetJson(message, new ActivateBody(content.Format), ArmJson.Default.ActivateBody);
        return await ReadAsync(rest, message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the version and its blob.</summary>
    public virtual async Task<ArmOperation> DeleteAsync(WaitUntil waitUntil, CancellationToken cancellationToken = default)
    {
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Delete, ArmPath.Of(Id));
        var operation = new LocationOperation(rest, Id, await rest.SendAsync(message, cancellationToken).ConfigureAwait(false));
        if (waitUntil == WaitUntil.Completed)
            await operation.WaitForCompletionResponseAsync(cancellationToken).ConfigureAwait(false);
        return operation;
    }

    internal static void ValidateResourceId(ResourceIdentifier id) => ResourceIds.Expect(id, ResourceType);

    private async Task<Response<BatchApplicationPackageResource>> ReadAsync(ArmRest rest, HttpMessage message, CancellationToken cancellationToken)
    {
        (PackageBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.PackageBody, cancellationToken).ConfigureAwait(false);
        var data = new BatchApplicationPackageData(body!, Id);
        return Response.FromValue(new BatchApplicationPackageResource(Client, data.Id, data), response);
    }
}

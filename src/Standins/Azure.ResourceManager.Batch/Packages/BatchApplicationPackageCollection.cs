using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>The versions of an application.</summary>
public class BatchApplicationPackageCollection : ArmCollection
{
    /// <summary>For tests that replace the collection.</summary>
    protected BatchApplicationPackageCollection()
    {
    }

    internal BatchApplicationPackageCollection(ArmClient client, ResourceIdentifier application)
        : base(client, application) => BatchApplicationResource.ValidateResourceId(application);

    private ArmRest Rest => new(Pipeline, Endpoint, TryGetApiVersion(BatchApplicationPackageResource.ResourceType, out string version) ? version : null);

    /// <summary>Makes the version, pending, with a place to upload its zip to.</summary>
    public virtual async Task<ArmOperation<BatchApplicationPackageResource>> CreateOrUpdateAsync(
        WaitUntil waitUntil, string versionName, BatchApplicationPackageData data, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(versionName);
        ArgumentNullException.ThrowIfNull(data);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Put, PathOf(versionName));
        ArmRest.SetJson(message, PackageBody.From(data), ArmJson.Default.PackageBody);
        (PackageBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.PackageBody, cancellationToken).ConfigureAwait(false);
        return new CompletedOperation<BatchApplicationPackageResource>(ResourceOf(body!), response);
    }

    /// <summary>Reads one version; 404 is an error.</summary>
    public virtual async Task<Response<BatchApplicationPackageResource>> GetAsync(string versionName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(versionName);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, PathOf(versionName));
        (PackageBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.PackageBody, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(ResourceOf(body!), response);
    }

    /// <summary>All versions, <paramref name="maxresults"/> a page.</summary>
    public virtual AsyncPageable<BatchApplicationPackageResource> GetAllAsync(int? maxresults = null, CancellationToken cancellationToken = default) =>
        new ArmPages<PackageBody, BatchApplicationPackageResource>(
            Rest, ArmPath.Of(Id, "versions"), maxresults, ArmJson.Default.PageBodyPackageBody, ResourceOf, cancellationToken);

    /// <summary>Whether the application has that version.</summary>
    public virtual async Task<Response<bool>> ExistsAsync(string versionName, CancellationToken cancellationToken = default)
    {
        NullableResponse<BatchApplicationPackageResource> found = await GetIfExistsAsync(versionName, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(found.HasValue, found.GetRawResponse());
    }

    /// <summary>Reads one version, if the application has it.</summary>
    public virtual async Task<NullableResponse<BatchApplicationPackageResource>> GetIfExistsAsync(string versionName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(versionName);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, PathOf(versionName));
        (PackageBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.PackageBody, cancellationToken, orNone: true).ConfigureAwait(false);
        return body is null ? new NoValueResponse<BatchApplicationPackageResource>(response) : Response.FromValue(ResourceOf(body), response);
    }

    private string PathOf(string versionName) => ArmPath.Of(Id, "versions", versionName);

    private BatchApplicationPackageResource ResourceOf(PackageBody body)
    {
        var data = new BatchApplicationPackageData(body, new ResourceIdentifier($"{Id}/versions/{body.Name}"));
        return new BatchApplicationPackageResource(Client, data.Id, data);
    }
}

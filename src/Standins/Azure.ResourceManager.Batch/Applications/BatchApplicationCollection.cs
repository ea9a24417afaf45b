using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>The applications of a Batch account.</summary>
public class BatchApplicationCollection : ArmCollection
{
    /// <summary>For tests that replace the collection.</summary>
    protected BatchApplicationCollection()
    {
    }

    internal BatchApplicationCollection(ArmClient client, ResourceIdentifier account)
        : base(client, account) => BatchAccountResource.ValidateResourceId(account);

    private ArmRest Rest => new(Pipeline, Endpoint, TryGetApiVersion(BatchApplicationResource.ResourceType, out string version) ? version : null);

    /// <summary>Makes the application, or sets it anew.</summary>
    public virtual async Task<ArmOperation<BatchApplicationResource>> CreateOrUpdateAsync(
        WaitUntil waitUntil, string applicationName, BatchApplicationData data, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(applicationName);
        ArgumentNullException.ThrowIfNull(data);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Put, PathOf(applicationName));
        ArmRest.SetJson(message, ApplicationBody.From(data), ArmJson.Default.ApplicationBody);
        (ApplicationBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.ApplicationBody, cancellationToken).ConfigureAwait(false);
        return new CompletedOperation<BatchApplicationResource>(ResourceOf(body!), response);
    }

    /// <summary>Reads one application; 404 is an error.</summary>
    public virtual async Task<Response<BatchApplicationResource>> GetAsync(string applicationName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(applicationName);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, PathOf(applicationName));
        (ApplicationBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.ApplicationBody, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(ResourceOf(body!), response);
    }

    /// <summary>All applications, <paramref name="maxresults"/> a page.</summary>
    public virtual AsyncPageable<BatchApplicationResource> GetAllAsync(int? maxresults = null, CancellationToken cancellationToken = default) =>
        new ArmPages<ApplicationBody, BatchApplicationResource>(
            Rest, ArmPath.Of(Id, "applications"), maxresults, ArmJson.Default.PageBodyApplicationBody, ResourceOf, cancellationToken);

    /// <summary>Whether the account has that application.</summary>
    public virtual async Task<Response<bool>> ExistsAsync(string applicationName, CancellationToken cancellationToken = default)
    {
        NullableResponse<BatchApplicationResource> found = await GetIfExistsAsync(applicationName, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(found.HasValue, found.GetRawResponse());
    }

    /// <summary>Reads one application, if the account has it.</summary>
    public virtual async Task<NullableResponse<BatchApplicationResource>> GetIfExistsAsync(string applicationName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(applicationName);
        ArmRest rest = Rest;
        using HttpMessage message = rest.Message(RequestMethod.Get, PathOf(applicationName));
        (ApplicationBody? body, Response response) = await rest.ReadAsync(message, ArmJson.Default.ApplicationBody, cancellationToken, orNone: true).ConfigureAwait(false);
        return body is null ? new NoValueResponse<BatchApplicationResource>(response) : Response.FromValue(ResourceOf(body), response);
    }

    private string PathOf(string applicationName) => ArmPath.Of(Id, "applications", applicationName);

    private BatchApplicationResource ResourceOf(ApplicationBody body)
    {
        var data = new BatchApplicationData(body, new ResourceIdentifier($"{Id}/applications/{body.Name}"));
        return new BatchApplicationResource(Client, data.Id, data);
    }
}

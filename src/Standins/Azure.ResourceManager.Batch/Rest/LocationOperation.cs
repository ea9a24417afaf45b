using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>A deletion: done at once (200, 204), or polled at its Location while that answers 202 (FACTS D).</summary>
internal sealed class LocationOperation(ArmRest rest, ResourceIdentifier resource, Response first) : ArmOperation
{
    private const int Accepted = 202;
    private Response _last = first;
    private string? _location = LocationOf(first);

    public override string Id => resource.ToString();

    public override bool HasCompleted => _location is null;

    public override Response GetRawResponse() => _last;

    public override Response UpdateStatus(CancellationToken cancellationToken = default)
    {
        if (_location is null)
            return _last;
        using HttpMessage message = rest.Follow(_location);
        return Note(rest.Send(message, cancellationToken));
    }

    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default)
    {
        if (_location is null)
            return _last;
        using HttpMessage message = rest.Follow(_location);
        return Note(await rest.SendAsync(message, cancellationToken).ConfigureAwait(false));
    }

    // The Location moves with each poll in newer services; without a new one the old stays good.
    private Response Note(Response response)
    {
        _last = response;
        _location = response.Status == Accepted ? LocationOf(response) ?? _location : null;
        return response;
    }

    private static string? LocationOf(Response response) =>
        response.Status == Accepted && response.Headers.TryGetValue("Location", out string? location) ? location : null;
}

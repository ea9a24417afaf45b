using Azure;
using Azure.Core;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>The account's applications with their active versions, by page.</summary>
    public AsyncPageable<ApplicationState> ListApplicationsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<ApplicationState>(_pipeline, ResourcePath.Of("applications"), query, BatchJson.Default.ListBodyApplicationState, cancellationToken);

    /// <summary>404 <see cref="BatchErrorCodes.ApplicationNotFound"/> also for an application without an active version.</summary>
    public async Task<ApplicationState> GetApplicationAsync(string applicationId, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("applications", applicationId));
        return await _pipeline.ReadAsync(message, BatchJson.Default.ApplicationState, cancellationToken).ConfigureAwait(false);
    }
}

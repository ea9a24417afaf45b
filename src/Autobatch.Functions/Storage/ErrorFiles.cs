using Autobatch.Errors;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Storage;

/// <summary>Writes <c>results/{id}/error.json</c>.</summary>
internal sealed class ErrorFiles(AutoStorage storage)
{
    public static string Name(string id) => $"{id}/error.json";

    /// <summary>Writes the error, over an earlier one of the same id.</summary>
    public Task WriteAsync(string id, Problem problem, CancellationToken cancellationToken) => UploadAsync(id, problem, null, cancellationToken);

    /// <summary>Writes the error unless there is one, which says more.</summary>
    public async Task WriteIfAbsentAsync(string id, Problem problem, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(id, problem, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // The activity that failed wrote it, with every pointer.
        }
    }

    private async Task UploadAsync(string id, Problem problem, BlobRequestConditions? conditions, CancellationToken cancellationToken) =>
        await storage.Results.GetBlobClient(Name(id)).UploadAsync(
            new BinaryData((problem with { RunId = id }).ToUtf8Json()),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" }, Conditions = conditions },
            cancellationToken);
}

using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs;

/// <summary>Puts <c>result.json</c> in its place: whole, or not at all, and once.</summary>
internal sealed class ResultFile(AutoStorage storage)
{
    public static string Name(string runId) => $"{runId}/result.json";

    /// <summary>A file to write the document to first; gone when it is closed. A large run's result is not held in memory.</summary>
    public static FileStream Temporary() => new(
        Path.Combine(Path.GetTempPath(), $"autobatch-result-{Guid.NewGuid():n}.json"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });

    /// <summary>Publishes the document, unless an earlier attempt has.</summary>
    public async Task PublishAsync(string runId, Stream document, CancellationToken cancellationToken)
    {
        document.Position = 0;
        try
        {
            await storage.Results.GetBlobClient(Name(runId)).UploadAsync(
                document,
                new BlobUploadOptions
                {
                    Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                    HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
                },
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // Written before a kill; it says the same.
        }
    }
}

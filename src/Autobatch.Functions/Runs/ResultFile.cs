using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs;

/// <summary>Puts <c>result.json</c> in its place: whole, or not at all, and once.</summary>
internal sealed class ResultFile(AutoStorage storage)
{
    private const int BlockBytes = 8 * 1024 * 1024;

    public static string Name(string runId) => $"{runId}/result.json";

    /// <summary>
    /// A file to write the document to first, since a large run's result is not held in memory. It has no name any more when this returns,
    /// so that not even a kill leaves it behind.
    /// </summary>
    public static FileStream Temporary()
    {
        FileStream file = new(
            Path.Combine(Path.GetTempPath(), $"autobatch-result-{Guid.NewGuid():n}.json"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name);
        }

        return file;
    }

    /// <summary>Publishes the document, unless an earlier attempt has. A large one goes in blocks, which only their commit makes visible.</summary>
    public async Task PublishAsync(string runId, Stream document, CancellationToken cancellationToken)
    {
        document.Position = 0;
        BlobClient blob = storage.Results.GetBlobClient(Name(runId));
        try
        {
            await blob.UploadAsync(
                document,
                new BlobUploadOptions
                {
                    Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                    HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
                    TransferOptions = new StorageTransferOptions { InitialTransferSize = BlockBytes, MaximumTransferSize = BlockBytes, MaximumConcurrency = 2 },
                },
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // Written before a kill; it says the same.
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidBlockList)
        {
            // The commit of another attempt at the same time took our blocks away; it said the same.
            if (!await blob.ExistsAsync(cancellationToken))
            {
                throw new RetryLaterException($"The blocks of {blob.Name} vanished before their commit.");
            }
        }
    }
}

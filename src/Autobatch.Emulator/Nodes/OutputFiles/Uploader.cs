using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.Transfers;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Sends a task's output files to their containers and keeps the two logs of it.</summary>
internal sealed class Uploader(StorageContainers containers, TimeProvider clock) : IDisposable
{
    /// <summary>Uploads at a time of one task.</summary>
    private const int PerTask = 8;

    // Up to this size a file is one Put Blob; above, blocks of 8 MiB.
    private static readonly StorageTransferOptions Transfer = new() { InitialTransferSize = 32L << 20, MaximumTransferSize = 8L << 20, MaximumConcurrency = 2 };

    /// <summary>Uploads at a time of all nodes.</summary>
    private readonly SemaphoreSlim _all = new(16);

    /// <summary>Uploads what is due. Every file is tried, also after another has failed.</summary>
    /// <returns>The first failure in the order of declaration and name, or null.</returns>
    public async Task<TaskFailure?> SendAsync(
        IReadOnlyList<OutputFile> files, int exitCode, TaskLaunch launch, NodeDirectories node, TaskDirectories task, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return null;
        var log = new UploadLog(task, clock);
        try
        {
            Upload[] uploads = [.. new UploadPlan(containers, launch, node, task, environment).Make(files, exitCode)];
            var results = new UploadResult[uploads.Length];
            var options = new ParallelOptions { MaxDegreeOfParallelism = PerTask, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, uploads.Length, options, async (i, cancel) => results[i] = await SendAsync(uploads[i], cancel).ConfigureAwait(false)).ConfigureAwait(false);
            foreach (UploadResult result in results) log.Add(result);
            return results.FirstOrDefault(result => result.Failure is not null)?.Failure;
        }
        catch (TaskFailureException broken)
        {
            log.Add(broken.Failure);
            return broken.Failure;
        }
        finally
        {
            log.Write();
        }
    }

    public void Dispose() => _all.Dispose();

    /// <summary>Uploads one file.</summary>
    public async Task<UploadResult> SendAsync(Upload upload, CancellationToken cancellationToken)
    {
        if (upload.Refused is { } refused) return new UploadResult(upload, null, refused.OfUpload(upload.Container, upload.FilePath));
        await _all.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = new UploadResult(upload, null, null);
            await Retry.RunAsync(async cancel => result = await SendOnceAsync(upload, cancel).ConfigureAwait(false), StorageErrors.IsDroppedConnection, clock, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // It matched a moment ago and is away now: as if it had never matched.
            return new UploadResult(upload, null, null);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            return new UploadResult(upload, null, FailureOf(upload, failed));
        }
        finally
        {
            _all.Release();
        }
    }

    private static async Task<UploadResult> SendOnceAsync(Upload upload, CancellationToken cancellationToken)
    {
        using var content = new FileSnapshot(new FileStream(upload.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
        BlobUploadOptions options = UploadHeaders.Build(upload.File, upload.Headers);
        options.TransferOptions = Transfer;
        Response<BlobContentInfo> blob = await upload.Blob.UploadAsync(content, options, cancellationToken).ConfigureAwait(false);
        return new UploadResult(upload, content.Length, null) { ETag = $"{blob.Value.ETag}" };
    }

    private static TaskFailure FailureOf(Upload upload, Exception error) => error switch
    {
        TaskFailureException known => known.Failure,
        RequestFailedException { Status: 404 } => TaskFailures.FileUploadContainerNotFound(upload.Container, upload.FilePath),
        RequestFailedException denied when StorageErrors.IsDenied(denied) => TaskFailures.FileUploadAccessDenied(upload.Container, upload.FilePath, StorageErrors.Reason(denied)),
        _ => TaskFailures.FileUploadMiscError(upload.FilePath, StorageErrors.Reason(error)),
    };
}

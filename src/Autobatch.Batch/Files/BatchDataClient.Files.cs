using Azure;
using Azure.Core;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>Streams a task's file, or the part of it that <paramref name="range"/> names.</summary>
    /// <param name="jobId">The task's job.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="filePath">Relative to the task's directory: <c>stdout.txt</c>, <c>wd/out/a.csv</c>.</param>
    /// <param name="range">Null for the whole file; else the service answers 200 with the part, or 416 (<see cref="BatchErrorCodes.InvalidRange"/>).</param>
    /// <param name="cancellationToken">Ends the call, not the reading after it.</param>
    /// <exception cref="BatchException">409 while the task is active or after its files were cleaned up, 404 for a file or node that is not there.</exception>
    public async Task<TaskFileDownload> GetTaskFileAsync(
        string jobId, string taskId, string filePath, HttpRange? range = null, CancellationToken cancellationToken = default)
    {
        HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("jobs", jobId, "tasks", taskId, "files", filePath));
        try
        {
            message.BufferResponse = false;
            message.Request.Headers.SetValue("Accept", "application/octet-stream");
            if (range is { } part)
                message.Request.Headers.SetValue("ocp-range", part.ToString());
            Response response = await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return new TaskFileDownload(message, FileHeaders.Read(response));
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>Size, times and kind of a task's file, without its bytes.</summary>
    public async Task<TaskFileProperties> GetTaskFilePropertiesAsync(
        string jobId, string taskId, string filePath, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Head, ResourcePath.Of("jobs", jobId, "tasks", taskId, "files", filePath));
        return FileHeaders.Read(await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A task's files, by page; with <paramref name="recursive"/> also those in folders.</summary>
    public AsyncPageable<TaskFileEntry> ListTaskFilesAsync(
        string jobId, string taskId, bool recursive = false, ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<TaskFileEntry>(
            _pipeline,
            ResourcePath.Of("jobs", jobId, "tasks", taskId, "files"),
            (query ?? new ListQuery()) with { Recursive = recursive },
            BatchJson.Default.ListBodyTaskFileEntry,
            cancellationToken);
}

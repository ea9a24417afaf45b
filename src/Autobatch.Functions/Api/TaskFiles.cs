using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Finds a task's file: on its node, or among the outputs, where stdout and stderr are kept.</summary>
internal sealed class TaskFiles(BatchAccounts accounts, StorageAccounts storage)
{
    /// <exception cref="FaultException">There is no such task or file.</exception>
    public async Task<IActionResult> OpenAsync(LedgerEntry entry, string taskId, string path, ByteRange? range, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await FromNodeAsync(entry, taskId, path, range, request, cancellationToken);
        }
        catch (BatchException e) when (e.Status is 404 or 409)
        {
            return await FromOutputsAsync(entry, taskId, path, range, request, cancellationToken) ?? throw await MissingAsync(entry, taskId, path, e, cancellationToken);
        }
    }

    private async Task<IActionResult> FromNodeAsync(LedgerEntry entry, string taskId, string path, ByteRange? range, HttpRequest request, CancellationToken cancellationToken)
    {
        BatchDataClient batch = accounts.Find(entry.Account!).Data;
        TaskFileProperties file = await batch.GetTaskFilePropertiesAsync(entry.JobId!, taskId, path, cancellationToken);
        if (file.IsDirectory)
        {
            throw new FaultException(ErrorCodes.FileNotFound, $"'{path}' is a folder.");
        }

        if (range is null)
        {
            return new FileAnswer((await batch.GetTaskFileAsync(entry.JobId!, taskId, path, null, cancellationToken)).Content, path);
        }

        long size = file.ContentLength ?? 0;
        if (range.Within(size) is not var (offset, length))
        {
            return Problems.OutsideFile(request, path, size);
        }

        TaskFileDownload part = await batch.GetTaskFileAsync(entry.JobId!, taskId, path, new HttpRange(offset, length), cancellationToken);
        return new FileAnswer(part.Content, path, (offset, length, size));
    }

    // Null when there is no copy.
    private async Task<IActionResult?> FromOutputsAsync(LedgerEntry entry, string taskId, string path, ByteRange? range, HttpRequest request, CancellationToken cancellationToken)
    {
        // What a task keeps by itself lies in its folder under the outputs; a file of its working directory there has no "wd/".
        string kept = path.StartsWith("wd/", StringComparison.Ordinal) ? path[3..] : path;
        BlobClient blob = storage.Find(entry.Storage).Outputs.GetBlobClient($"{entry.Id}/{taskId}/{kept}");
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            long size = properties.ContentLength;
            if (range is null)
            {
                return new FileAnswer((await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content, path);
            }

            if (range.Within(size) is not var (offset, length))
            {
                return Problems.OutsideFile(request, path, size);
            }

            Stream part = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(offset, length) }, cancellationToken)).Value.Content;
            return new FileAnswer(part, path, (offset, length, size));
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    // The answer to a HEAD has no body, so it does not tell a missing task from a missing file.
    private async Task<FaultException> MissingAsync(LedgerEntry entry, string taskId, string path, BatchException missing, CancellationToken cancellationToken)
    {
        try
        {
            TaskState task = await accounts.Find(entry.Account!).Data.GetTaskAsync(entry.JobId!, taskId, "id,state", cancellationToken);
            return new FaultException(
                ErrorCodes.FileNotFound,
                task.State is TaskStates.Active ? $"Task '{taskId}' has not started, so it has no files yet." : $"Task '{taskId}' has no file '{path}'.");
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.TaskNotFound)
        {
            return new FaultException(ErrorCodes.TaskNotFound, $"The run has no task '{taskId}'.");
        }
        catch (BatchException e) when (e.Status == 404)
        {
            return new FaultException(ErrorCodes.FileNotFound, $"The run's job is gone ({missing.Status} {e.Code}), and no copy of '{path}' was kept.");
        }
    }
}

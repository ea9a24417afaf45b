using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}/tasks/{taskId}/files/{path}</c>: from the node while it has the file, else the copy among the outputs.</summary>
internal sealed class GetTaskFile(KnownRuns runs, TaskFiles files)
{
    [Function(nameof(GetTaskFile))]
    [Summary("One file of a task: stdout.txt, stderr.txt or wd/…. From the node while it has the file, also while the task runs, else the copy among the outputs.")]
    [Header(ApiHeaders.Range)]
    [Answer(200, "The file.", "text/plain", "application/octet-stream", Headers = [ApiHeaders.AcceptRanges])]
    [Answer(206, "A part of the file.", "text/plain", "application/octet-stream", Headers = [ApiHeaders.AcceptRanges, ApiHeaders.ContentRange])]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.TaskNotFound, ErrorCodes.FileNotFound, ErrorCodes.InvalidRange, ErrorCodes.AccountNotConfigured, ErrorCodes.BatchRequestFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/tasks/{taskId}/files/{*path}")] HttpRequest request,
        string id,
        string taskId,
        string path,
        FunctionContext context) =>
        runs.AnswerAsync(request, id, entry => AnswerAsync(request, entry, taskId, path, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry entry, string taskId, string path, CancellationToken cancellationToken)
    {
        if (entry.JobId is null || entry.Account is null)
        {
            return Problems.Answer(ErrorCodes.TaskNotFound, request, "The run has no job yet.");
        }

        if (string.IsNullOrEmpty(path) || path.Split('/').Any(part => part is "" or "." or ".."))
        {
            return Problems.Answer(ErrorCodes.FileNotFound, request, "Write a path inside the task's folder, as stdout.txt or wd/out.csv.");
        }

        if (!RunTasks.IsId(taskId))
        {
            return Problems.Answer(ErrorCodes.TaskNotFound, request, "That is no id of a task.");
        }

        if (!ByteRange.TryRead(request.Headers.Range, out ByteRange? range))
        {
            return Problems.Answer(ErrorCodes.InvalidRange, request, "Write one range, as bytes=0-1023, bytes=1024- or bytes=-1024.");
        }

        return await files.OpenAsync(entry, taskId, path, range, request, cancellationToken);
    }
}

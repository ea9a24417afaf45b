using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}/tasks/{taskId}/files/{path}</c>: from the node while it has the file, else the copy among the outputs.</summary>
internal sealed class GetTaskFile(RunLedger ledger, TaskFiles files)
{
    [Function(nameof(GetTaskFile))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs/{id}/tasks/{taskId}/files/{*path}")] HttpRequest request,
        string id,
        string taskId,
        string path,
        FunctionContext context)
    {
        if (!Ids.IsId(id) || await ledger.FindAsync(id, context.CancellationToken) is not { } entry)
        {
            return Problems.NoSuchRun(id, request);
        }

        if (entry.JobId is null || entry.Account is null)
        {
            return Problems.Answer(ErrorCodes.TaskNotFound, request, "The run has no job yet.");
        }

        if (string.IsNullOrEmpty(path) || path.Split('/').Any(part => part is "" or "." or ".."))
        {
            return Problems.Answer(ErrorCodes.FileNotFound, request, "Write a path inside the task's folder, as stdout.txt or wd/out.csv.");
        }

        if (!ByteRange.TryRead(request.Headers.Range, out ByteRange? range))
        {
            return Problems.Answer(ErrorCodes.InvalidRange, request, "Write one range, as bytes=0-1023, bytes=1024- or bytes=-1024.");
        }

        try
        {
            return await files.OpenAsync(entry, taskId, path, range, context.CancellationToken);
        }
        catch (FaultException e)
        {
            return Problems.Answer(e.ToProblem(), request);
        }
    }
}

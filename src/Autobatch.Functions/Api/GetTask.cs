using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}/tasks/{taskId}</c>: one task.</summary>
internal sealed class GetTask(KnownRuns runs, RunTasks tasks)
{
    [Function(nameof(GetTask))]
    [Summary("One task of a run, from Batch while the job is there, else from the result.")]
    [Answer(200, "The task.", "application/json", Body = typeof(TaskView))]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.TaskNotFound, ErrorCodes.AccountNotConfigured, ErrorCodes.BatchRequestFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/tasks/{taskId}")] HttpRequest request, string id, string taskId, FunctionContext context) =>
        runs.AnswerAsync(
            request,
            id,
            async entry => RunTasks.IsId(taskId) && await tasks.FindAsync(entry, taskId, context.CancellationToken) is { } task
                ? JsonAnswer.Of(task, AppJson.Default.TaskView)
                : Problems.Answer(ErrorCodes.TaskNotFound, request),
            context.CancellationToken);
}

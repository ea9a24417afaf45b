using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}/tasks</c>: from Batch while the job is there, else from the result.</summary>
internal sealed class GetTasks(KnownRuns runs, RunTasks tasks)
{
    /// <summary>Marks continuation tokens as this list's.</summary>
    public const string List = "tasks";

    private const int DefaultTop = 100;
    private const int MostTop = 1000;
    private static readonly string[] s_states = ["active", "preparing", "running", "completed", TaskResult.NotAdded, TaskResult.Unknown];

    [Function(nameof(GetTasks))]
    [Summary("A run's tasks, from Batch while the job is there, else from the result.")]
    [Query("state", "Only tasks in this state.", Values = ["active", "preparing", "running", "completed", TaskResult.NotAdded, TaskResult.Unknown])]
    [Query("top", "Most tasks of the page.", Type = "integer", Most = MostTop)]
    [Query("continuationToken", "From the page before.")]
    [Answer(200, "A page of tasks.", "application/json", Body = typeof(TaskListView))]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.InvalidQuery, ErrorCodes.AccountNotConfigured, ErrorCodes.BatchRequestFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/tasks")] HttpRequest request,
        string id,
        FunctionContext context) =>
        runs.AnswerAsync(request, id, entry => AnswerAsync(request, entry, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry entry, CancellationToken cancellationToken)
    {
        string? state = request.Query["state"].ToString() is { Length: > 0 } text
            ? s_states.FirstOrDefault(s => string.Equals(s, text, StringComparison.OrdinalIgnoreCase)) ?? ""
            : null;
        if (state is "")
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'state' is none of {string.Join(", ", s_states)}.");
        }

        if (QueryText.Top(request, DefaultTop, MostTop) is not { } top)
        {
            return Problems.BadTop(request, MostTop);
        }

        if (!QueryText.TryReadToken(request, List, out string? continuation))
        {
            return Problems.BadToken(request);
        }

        try
        {
            return JsonAnswer.Of(await tasks.ListAsync(entry, state, top, continuation, cancellationToken), AppJson.Default.TaskListView);
        }
        catch (ArgumentException) when (continuation is not null)
        {
            return Problems.BadToken(request);
        }
    }
}

using Autobatch.Batch;
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
    private static readonly string[] s_results = [TaskResults.Success, TaskResults.Failure];

    [Function(nameof(GetTasks))]
    [Summary("A run's tasks, from Batch while the job is there, else from the result.")]
    [Query("state", "Only tasks in this state.", Values = ["active", "preparing", "running", "completed", TaskResult.NotAdded, TaskResult.Unknown])]
    [Query("result", "Only tasks that ended so.", Values = [TaskResults.Success, TaskResults.Failure])]
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
        if (!TryReadValue(request, "state", s_states, out string? state))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'state' is none of {string.Join(", ", s_states)}.");
        }

        if (!TryReadValue(request, "result", s_results, out string? result))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'result' is none of {string.Join(", ", s_results)}.");
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
            return JsonAnswer.Of(await tasks.ListAsync(entry, new TaskFilter(state, result), top, continuation, cancellationToken), AppJson.Default.TaskListView);
        }
        catch (ArgumentException) when (continuation is not null)
        {
            return Problems.BadToken(request);
        }
    }

    // Absent is null; a value is told as the list writes it.
    private static bool TryReadValue(HttpRequest request, string name, string[] values, out string? value)
    {
        string text = request.Query[name].ToString();
        value = Array.Find(values, v => string.Equals(v, text, StringComparison.OrdinalIgnoreCase));
        return value is not null || text.Length == 0;
    }
}

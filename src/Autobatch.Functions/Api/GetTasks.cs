using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}/tasks</c>: from Batch while the job is there, else from the result.</summary>
internal sealed class GetTasks(RunLedger ledger, RunTasks tasks)
{
    private const int DefaultTop = 100;
    private const int MostTop = 1000;
    private static readonly string[] s_states = ["active", "preparing", "running", "completed"];

    [Function(nameof(GetTasks))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs/{id}/tasks")] HttpRequest request,
        string id,
        FunctionContext context)
    {
        if (!Ids.IsId(id) || await ledger.FindAsync(id, context.CancellationToken) is not { } entry)
        {
            return Problems.NoSuchRun(id, request);
        }

        string? state = request.Query["state"].ToString() is { Length: > 0 } text
            ? s_states.FirstOrDefault(s => string.Equals(s, text, StringComparison.OrdinalIgnoreCase)) ?? ""
            : null;
        if (state is "")
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'state' is none of {string.Join(", ", s_states)}.");
        }

        if (QueryText.Top(request, DefaultTop, MostTop) is not { } top)
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'top' is no whole number from 1 to {MostTop}.");
        }

        if (!QueryText.TryReadToken(request, out string? continuation))
        {
            return BadToken(request);
        }

        try
        {
            return JsonAnswer.Of(await tasks.ListAsync(entry, state, top, continuation, context.CancellationToken), AppJson.Default.TaskListView);
        }
        catch (ArgumentException) when (continuation is not null)
        {
            return BadToken(request);
        }
    }

    private static IActionResult BadToken(HttpRequest request) =>
        Problems.Answer(ErrorCodes.InvalidQuery, request, "'continuationToken' is none of this list; take it from the page before.");
}

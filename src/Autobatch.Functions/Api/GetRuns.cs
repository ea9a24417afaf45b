using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs</c>: the list, newest first.</summary>
internal sealed class GetRuns(RunLedger ledger, OpenRuns open, RunViews views)
{
    private const string List = "runs";
    private const string OpenList = "open-runs";
    private const int DefaultTop = 50;
    private const int MostTop = 500;

    [Function(nameof(GetRuns))]
    [Summary("Runs, newest first.")]
    [Query("status", "Only runs with this status; of one that is not final, the newest among the first 10,000 open runs.", ValuesOf = typeof(RunStatus))]
    [Query("workload", "Only runs of this workload.")]
    [Query("account", "Only runs in this Batch account.")]
    [Query("createdAfter", "Only runs created after this time, as 2026-01-31T12:00:00Z.")]
    [Query("top", "Most runs of the page.", Type = "integer", Most = MostTop)]
    [Query("continuationToken", "From the page before.")]
    [Answer(200, "A page of runs.", "application/json", Body = typeof(RunListView))]
    [Fails(ErrorCodes.InvalidQuery, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs")] HttpRequest request, FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AnswerAsync(request, context.CancellationToken));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string? status = request.Query["status"];
        if (status is { Length: > 0 } && RunStatus.All.FirstOrDefault(s => string.Equals(s, status, StringComparison.OrdinalIgnoreCase)) is var known)
        {
            if (known is null)
            {
                return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'status' is none of {string.Join(", ", RunStatus.All)}.");
            }

            status = known;
        }

        if (QueryText.Top(request, DefaultTop, MostTop) is not { } top)
        {
            return Problems.BadTop(request, MostTop);
        }

        if (!QueryText.TryReadName(request, "workload", out string? workload))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, "'workload' is no name of a workload: letters, digits, '-' and '_', at most 64.");
        }

        if (!QueryText.TryReadName(request, "account", out string? account))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, "'account' is no name of a Batch account.");
        }

        if (!QueryText.TryReadTime(request, "createdAfter", out DateTimeOffset? createdAfter))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, "'createdAfter' is no time such as 2026-01-31T12:00:00Z.");
        }

        RunFilter wanted = new(string.IsNullOrEmpty(status) ? null : status, workload, account, createdAfter);
        string list = status is { Length: > 0 } && !RunStatus.IsFinal(status) ? OpenList : List;
        if (!QueryText.TryReadToken(request, list, out string? continuation))
        {
            return Problems.BadToken(request);
        }

        try
        {
            (IReadOnlyList<LedgerEntry> entries, string? next) = list == OpenList
                ? await open.ListAsync(wanted, top, continuation, cancellationToken)
                : await ledger.ListAsync(wanted, top, continuation, cancellationToken);
            return JsonAnswer.Of(
                new RunListView([.. entries.Select(e => views.Of(e with { Phases = null }))], next is null ? null : QueryText.ToToken(list, next)), AppJson.Default.RunListView);
        }
        catch (Exception e) when (QueryText.IsRefused(continuation, e))
        {
            return Problems.BadToken(request);
        }
    }
}

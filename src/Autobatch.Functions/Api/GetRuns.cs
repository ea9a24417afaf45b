using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs</c>: the list, newest first.</summary>
internal sealed class GetRuns(RunLedger ledger, RunViews views)
{
    private const int DefaultTop = 50;
    private const int MostTop = 500;

    [Function(nameof(GetRuns))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs")] HttpRequest request, FunctionContext context)
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
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'top' is no whole number from 1 to {MostTop}.");
        }

        if (!QueryText.TryReadToken(request, out string? continuation))
        {
            return BadToken(request);
        }

        try
        {
            (IReadOnlyList<LedgerEntry> entries, string? next) =
                await ledger.ListAsync(string.IsNullOrEmpty(status) ? null : status, top, continuation, context.CancellationToken);
            return JsonAnswer.Of(
                new RunListView([.. entries.Select(views.Of)], next is null ? null : QueryText.ToToken(next)), AppJson.Default.RunListView);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status400BadRequest && continuation is not null)
        {
            return BadToken(request);
        }
    }

    private static IActionResult BadToken(HttpRequest request) =>
        Problems.Answer(ErrorCodes.InvalidQuery, request, "'continuationToken' is none of this list; take it from the page before.");
}

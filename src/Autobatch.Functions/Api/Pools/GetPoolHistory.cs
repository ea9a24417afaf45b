using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Watching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Pools;

/// <summary><c>GET /api/pools/history</c>: how the pools have scaled.</summary>
internal sealed class GetPoolHistory(BatchAccounts accounts, PoolHistory history, TimeProvider time)
{
    private const int DefaultMinutes = 60;
    private const int MostMinutes = 24 * 60;

    [Function(nameof(GetPoolHistory))]
    [Summary("Nodes of each pool over time: wanted, there and running tasks, as they were seen every half minute while their accounts had runs. A day is kept.")]
    [Query("minutes", "How far back; 60 when it is left out.", Type = "integer", Most = MostMinutes)]
    [Answer(200, "The pools' history.", "application/json", Body = typeof(PoolHistoryListView))]
    [Fails(ErrorCodes.InvalidQuery, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/pools/history")] HttpRequest request, FunctionContext context) =>
        ApiGuard.AnswerAsync(request, async () =>
        {
            if (QueryText.Number(request, "minutes", DefaultMinutes, MostMinutes) is not { } minutes)
            {
                return Problems.BadNumber(request, "minutes", MostMinutes);
            }

            DateTimeOffset since = time.GetUtcNow().AddMinutes(-minutes);
            PoolHistoryView[][] pools = await Task.WhenAll(
                accounts.All.Select(async a => PoolSpans.Of(a.Name, await history.ReadAsync(a.Name, since, context.CancellationToken)).ToArray()));
            return JsonAnswer.Of(new PoolHistoryListView([.. pools.SelectMany(p => p)]), AppJson.Default.PoolHistoryListView);
        });
}

using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Pools;

/// <summary><c>GET /api/pools</c>: the pools of every account.</summary>
internal sealed class GetPools(BatchAccounts accounts, AppOptions options)
{
    [Function(nameof(GetPools))]
    [Summary("Pools of every account with their nodes by state; nodes=true adds the first hundred nodes of each.")]
    [Query("nodes", "true adds the nodes.", Type = "boolean")]
    [Answer(200, "The pools.", "application/json", Body = typeof(PoolListView))]
    [Fails(ErrorCodes.InvalidQuery)]
    public async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/pools")] HttpRequest request, FunctionContext context)
    {
        if (QueryText.Flag(request, "nodes") is not { } nodes)
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, "'nodes' is neither true nor false.");
        }

        EachAccount<IReadOnlyList<PoolView>> found =
            await EachAccount.AskAsync(accounts, (account, token) => PoolViews.ListAsync(account, options.Prices, nodes, token), context.CancellationToken);
        return JsonAnswer.Of(new PoolListView([.. found.Answers.Values.SelectMany(p => p)], found.Unreachable), AppJson.Default.PoolListView);
    }
}

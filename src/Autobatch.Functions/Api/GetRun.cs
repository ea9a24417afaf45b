using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}</c>.</summary>
internal sealed class GetRun(RunLedger ledger, RunViews views)
{
    [Function(nameof(GetRun))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        Ids.IsId(id) && await ledger.FindAsync(id, context.CancellationToken) is { } entry
            ? JsonAnswer.Of(
                await views.WithPackagesAsync(await views.LiveAsync(entry, client, context.CancellationToken), entry, context.CancellationToken), AppJson.Default.RunView)
            : Problems.NoSuchRun(id, request);
}

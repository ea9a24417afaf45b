using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
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
    [Summary("One run: status, waiting reason, counts, times, links.")]
    [Header(ApiHeaders.IfNoneMatch)]
    [Answer(200, "The run.", "application/json", Body = typeof(RunView), Headers = [ApiHeaders.ETag])]
    [Answer(304, "Nothing has changed.", Headers = [ApiHeaders.ETag])]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, async () =>
        {
            if (!Ids.IsId(id) || await ledger.FindAsync(id, context.CancellationToken) is not { } entry)
            {
                return Problems.NoSuchRun(id, request);
            }

            RunView view = await views.WithPackagesAsync(await views.LiveAsync(entry, client, context.CancellationToken), entry, context.CancellationToken);
            RunTag tag = RunTag.Of(entry, view);
            return tag.IsKnown(request.Headers.IfNoneMatch)
                ? new NotModifiedAnswer(tag.Text)
                : JsonAnswer.Of(view, AppJson.Default.RunView, tag.Text);
        });
}

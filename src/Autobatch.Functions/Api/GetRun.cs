using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}</c>.</summary>
internal sealed class GetRun(KnownRuns runs, RunViews views)
{
    [Function(nameof(GetRun))]
    [Summary("One run: status, waiting reason, counts, times, links.")]
    [Header(ApiHeaders.IfNoneMatch)]
    [Answer(200, "The run.", "application/json", Body = typeof(RunView), Headers = [ApiHeaders.ETag])]
    [Answer(304, "Nothing has changed.", Headers = [ApiHeaders.ETag])]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        runs.AnswerAsync(
            request,
            id,
            async entry =>
            {
                RunView view = await views.WithDetailsAsync(await views.LiveAsync(entry, client, context.CancellationToken), entry, context.CancellationToken);
                RunTag tag = RunTag.Of(entry, view);
                return tag.IsKnown(request.Headers.IfNoneMatch)
                    ? new NotModifiedAnswer(tag.Text)
                    : JsonAnswer.Of(view, AppJson.Default.RunView, tag.Text);
            },
            context.CancellationToken);
}

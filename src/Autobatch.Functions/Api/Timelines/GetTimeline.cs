using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Timelines;

/// <summary><c>GET /api/runs/{id}/timeline</c>: a run's tasks over time, however many there are.</summary>
internal sealed class GetTimeline(KnownRuns runs, RunTimelines timelines)
{
    [Function(nameof(GetTimeline))]
    [Summary("A run's tasks over time, put together on the server: what ran, ended and failed in each of at most 200 bins, for each node; failures by cause with the first one.")]
    [Answer(200, "The timeline.", "application/json", Body = typeof(TimelineView))]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.AccountNotConfigured, ErrorCodes.BatchRequestFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/timeline")] HttpRequest request, string id, FunctionContext context) =>
        runs.AnswerRunAsync(
            request,
            id,
            async entry => JsonAnswer.Of(await timelines.OfAsync(entry, context.CancellationToken), AppJson.Default.TimelineView),
            context.CancellationToken);
}

using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Functions.Api.Events;

/// <summary><c>GET /api/runs/{id}/events</c>: the run's states as server-sent events, until it has ended.</summary>
internal sealed class GetEvents(KnownRuns runs, RunViews views, RunFeeds feeds, AppOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const string LastEventId = ApiHeaders.LastEventId;
    private const int RetrySeconds = 10;

    [Function(nameof(GetEvents))]
    [Summary("The run's progress as server-sent events: each 'progress' holds the run as GET /api/runs/{id} tells it, 'end' is the last one.")]
    [Header(LastEventId)]
    [Answer(200, "Events until the run has ended.", "text/event-stream")]
    [Answer(204, "The last event seen was the final one: do not come back.")]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.TooManyStreams, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/events")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        runs.AnswerAsync(request, id, entry => AnswerAsync(request, entry, client, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string? seen = request.Headers[LastEventId].ToString() is { Length: > 0 } text ? text : null;
        if (RunStatus.IsFinal(entry.Status) && seen is not null && RunTag.Of(entry, views.Of(entry)).IsKnown($"\"{seen}\""))
        {
            return new StatusCodeResult(StatusCodes.Status204NoContent);
        }

        if (feeds.Join(entry.Id, client) is not { } feed)
        {
            return Problems.Later(ErrorCodes.TooManyStreams, request, $"{options.Api.MaxEventStreams} event streams are open.", RetrySeconds);
        }

        try
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken, request.HttpContext.RequestAborted, lifetime.ApplicationStopping);
            await new EventStream(request.HttpContext.Response, time).WriteAsync(feed, seen, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The listener went away or the host stops: either way there is nobody to tell.
        }
        finally
        {
            feeds.Leave(entry.Id, feed);
        }

        return new EmptyResult();
    }
}

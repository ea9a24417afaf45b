using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.DeadLetters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.DeadLetters;

/// <summary><c>POST /api/dead-letters/replay</c>: lets them through the door again. Calling it twice starts nothing twice.</summary>
internal sealed class ReplayDeadLetters(DeadLetterReplay replay)
{
    [Function(nameof(ReplayDeadLetters))]
    [Summary("Takes dead letters in again as if they had just landed, at most 500 a call.")]
    [Query("workload", DeadLetterQuery.AboutWorkload)]
    [Query("container", DeadLetterQuery.AboutContainer)]
    [Query("storage", DeadLetterQuery.AboutStorage)]
    [Query("messages", DeadLetterQuery.AboutMessages, Type = "boolean")]
    [Query("id", "Only this one.")]
    [Query("continuationToken", "From the call before.")]
    [Answer(200, "What became of them.", "application/json", Body = typeof(ReplayView))]
    [Fails(ErrorCodes.InvalidQuery, ErrorCodes.DeadLetterNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/dead-letters/replay")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AnswerAsync(request, client, context.CancellationToken));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (DeadLetterScope? scope, string? id, string? fault) = DeadLetterQuery.Read(request);
        if (scope is null)
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, fault);
        }

        if (!QueryText.TryReadToken(request, DeadLetterQuery.List, out string? continuation))
        {
            return Problems.BadToken(request);
        }

        try
        {
            ReplayReport report = await replay.ReplayAsync(scope, id, continuation, client, cancellationToken);
            return id is not null && report is { Replayed: 0, Gone: 0, Failed: 0 }
                ? Problems.Answer(ErrorCodes.DeadLetterNotFound, request)
                : JsonAnswer.Of(
                    new ReplayView(report.Replayed, report.Gone, report.Failed, report.Continuation is { } next ? QueryText.ToToken(DeadLetterQuery.List, next) : null),
                    AppJson.Default.ReplayView);
        }
        catch (Exception e) when (QueryText.IsRefused(continuation, e))
        {
            return Problems.BadToken(request);
        }
    }
}

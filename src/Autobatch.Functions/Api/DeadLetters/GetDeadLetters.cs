using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.DeadLetters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.DeadLetters;

/// <summary><c>GET /api/dead-letters</c>: files that the app gave up on, with the reason.</summary>
internal sealed class GetDeadLetters(DeadLetterBox box)
{
    private const int DefaultTop = 50;
    private const int MostTop = 500;

    [Function(nameof(GetDeadLetters))]
    [Summary("Files that could not be taken in, in any attempt, with the reason; and messages of the event queue that could not be read.")]
    [Query("workload", DeadLetterQuery.AboutWorkload)]
    [Query("container", DeadLetterQuery.AboutContainer)]
    [Query("storage", DeadLetterQuery.AboutStorage)]
    [Query("messages", DeadLetterQuery.AboutMessages, Type = "boolean")]
    [Query("id", "Only this one.")]
    [Query("top", "Most letters of the page.", Type = "integer", Most = MostTop)]
    [Query("continuationToken", "From the page before.")]
    [Answer(200, "A page of dead letters.", "application/json", Body = typeof(DeadLetterListView))]
    [Fails(ErrorCodes.InvalidQuery, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/dead-letters")] HttpRequest request, FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AnswerAsync(request, context.CancellationToken));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        (DeadLetterScope? scope, string? id, string? fault) = DeadLetterQuery.Read(request);
        if (scope is null)
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, fault);
        }

        if (QueryText.Top(request, DefaultTop, MostTop) is not { } top)
        {
            return Problems.BadTop(request, MostTop);
        }

        if (!QueryText.TryReadToken(request, DeadLetterQuery.List, out string? continuation))
        {
            return Problems.BadToken(request);
        }

        try
        {
            (IReadOnlyList<DeadLetter> letters, string? next) = await box.ListAsync(scope, id, top, continuation, cancellationToken);
            return JsonAnswer.Of(
                new DeadLetterListView([.. letters.Select(DeadLetterView.Of)], next is null ? null : QueryText.ToToken(DeadLetterQuery.List, next)), AppJson.Default.DeadLetterListView);
        }
        catch (Exception e) when (QueryText.IsRefused(continuation, e))
        {
            return Problems.BadToken(request);
        }
    }
}

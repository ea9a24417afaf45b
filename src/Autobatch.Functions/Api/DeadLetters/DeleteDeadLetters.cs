using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.DeadLetters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.DeadLetters;

/// <summary><c>DELETE /api/dead-letters</c>: takes them out without a replay. Their files stay where they are.</summary>
internal sealed class DeleteDeadLetters(DeadLetterBox box)
{
    private const int MostInOneCall = 500;

    [Function(nameof(DeleteDeadLetters))]
    [Summary("Takes dead letters out without another try, at most 500 a call. Say which: one of id, workload, container and messages is required.")]
    [Query("workload", DeadLetterQuery.AboutWorkload)]
    [Query("container", DeadLetterQuery.AboutContainer)]
    [Query("storage", DeadLetterQuery.AboutStorage)]
    [Query("messages", DeadLetterQuery.AboutMessages, Type = "boolean")]
    [Query("id", "Only this one.")]
    [Query("continuationToken", "From the call before.")]
    [Answer(200, "How many are gone.", "application/json", Body = typeof(DeletedLettersView))]
    [Fails(ErrorCodes.InvalidQuery, ErrorCodes.DeadLetterNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "delete", Route = "api/dead-letters")] HttpRequest request, FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AnswerAsync(request, context.CancellationToken));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        (DeadLetterScope? scope, string? id, string? fault) = DeadLetterQuery.Read(request);
        if (scope is null || (scope == DeadLetterScope.All && id is null))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, fault ?? "Say which dead letters: give 'id', 'workload', 'container' or 'messages=true'.");
        }

        if (!QueryText.TryReadToken(request, DeadLetterQuery.List, out string? continuation))
        {
            return Problems.BadToken(request);
        }

        try
        {
            (IReadOnlyList<DeadLetter> letters, string? next) = await box.ListAsync(scope, id, MostInOneCall, continuation, cancellationToken);
            if (id is not null && letters.Count == 0)
            {
                return Problems.Answer(ErrorCodes.DeadLetterNotFound, request);
            }

            int deleted = await box.RemoveAsync(letters, cancellationToken);
            return JsonAnswer.Of(
                new DeletedLettersView(deleted, letters.Count - deleted, next is null ? null : QueryText.ToToken(DeadLetterQuery.List, next)), AppJson.Default.DeletedLettersView);
        }
        catch (Exception e) when (QueryText.IsRefused(continuation, e))
        {
            return Problems.BadToken(request);
        }
    }
}

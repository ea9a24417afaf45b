using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Turns what services refuse while a request is answered into a problem with a code, so that no request ends as a bare failure.</summary>
internal static class ApiGuard
{
    public static async Task<IActionResult> AnswerAsync(HttpRequest request, Func<Task<IActionResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (FaultException e)
        {
            return Problems.Answer(e.ToProblem(), request);
        }
        catch (BatchException e)
        {
            return e.IsTransient ? Away("Batch", request) : Problems.Answer(ErrorCodes.BatchRequestFailed, request, Secrets.Strip($"Batch answered {e.Status} {e.Error}"));
        }
        catch (RequestFailedException e)
        {
            // The message holds addresses and headers: status and code are enough for the caller.
            return e.IsTransient() ? Away("Azure", request) : Problems.Answer(ErrorCodes.StorageRequestFailed, request, $"A request was answered with {e.Status} {e.ErrorCode}.");
        }
        catch (Exception e) when (e is RetryLaterException || e.IsAway())
        {
            return Away("Azure", request);
        }
    }

    private static IActionResult Away(string service, HttpRequest request) =>
        Problems.Answer(ErrorCodes.NotReady, request, $"{service} does not answer, or asks for patience. {ErrorCatalogue.Find(ErrorCodes.NotReady).Mend}");
}

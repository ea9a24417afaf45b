using System.Text;
using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Results;
using Autobatch.Runs;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/runs/{id}/result</c>: <c>result.json</c> without its lists of tasks and outputs, which have routes of their own with pages.</summary>
internal sealed class GetResult(KnownRuns runs, AutoStorage storage)
{
    [Function(nameof(GetResult))]
    [Summary("The run's result without its lists of tasks and outputs: counts, totals, phases, cost, versions, warnings.")]
    [Answer(200, "The result; schemas/result.v1.schema.json describes it.", "application/json")]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.RunRejected, ErrorCodes.RunNotEnded, ErrorCodes.FileNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/result")] HttpRequest request,
        string id,
        FunctionContext context) =>
        runs.AnswerRunAsync(request, id, entry => AnswerAsync(request, entry, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (!RunStatus.IsFinal(entry.Status))
        {
            return Problems.Answer(ErrorCodes.RunNotEnded, request, "The result is written when the run has ended.");
        }

        try
        {
            await using Stream content = (await storage.Results.GetBlobClient(ResultFile.Name(entry.Id)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
            string brief = await ResultInBrief.ReadAsync(content, cancellationToken);
            return new JsonAnswer(Encoding.UTF8.GetBytes(brief), "application/json", StatusCodes.Status200OK);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return Problems.Answer(ErrorCodes.FileNotFound, request, "The run has no result, or retention has removed it.");
        }
    }
}

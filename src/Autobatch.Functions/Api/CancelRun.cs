using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>POST /api/runs/{id}/cancel</c>: the run's job is terminated, and its result says that it was cancelled.</summary>
internal sealed class CancelRun(KnownRuns runs, RunLedger ledger, RunViews views, TimeProvider time)
{
    [Function(nameof(CancelRun))]
    [Summary("Cancels a run: its job is terminated, and its result says that it was cancelled.")]
    [Header(ApiHeaders.IfMatch)]
    [Answer(202, "Cancelling is under way.", "application/json", Body = typeof(RunAccepted), Headers = [ApiHeaders.Location])]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.RunEnded, ErrorCodes.PreconditionFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/runs/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        runs.AnswerRunAsync(request, id, entry => CancelAsync(request, entry, client, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> CancelAsync(HttpRequest request, LedgerEntry entry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (RunStatus.IsFinal(entry.Status))
        {
            return Problems.Answer(ErrorCodes.RunEnded, request, $"The run has ended already: {entry.Status}.");
        }

        DateTimeOffset now = time.GetUtcNow();
        LedgerPatch patch = new() { CancelRequestedAt = now };
        if (request.Headers.IfMatch.Count > 0
            && !(RunTag.Allows(request.Headers.IfMatch, entry) && await ledger.TryUpdateAsync(entry, patch, cancellationToken)))
        {
            return Problems.Answer(ErrorCodes.PreconditionFailed, request);
        }

        await client.RaiseEventAsync(Ids.RunInstance(entry.Id), RunSignal.EventName, new RunSignal(RunSignal.Cancel), cancellationToken);
        await ledger.UpdateAsync(entry.Key, patch, cancellationToken);
        return views.Accepted(entry with { CancelRequestedAt = now });
    }
}

using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>POST /api/runs/{id}/cancel</c>: the run's job is terminated, and its result says that it was cancelled.</summary>
internal sealed class CancelRun(RunLedger ledger, RunViews views, TimeProvider time)
{
    [Function(nameof(CancelRun))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "runs/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        if (!Ids.IsId(id) || await ledger.FindAsync(id, context.CancellationToken) is not { Kind: LedgerKind.Run } entry)
        {
            return Problems.NoSuchRun(id, request);
        }

        if (RunStatus.IsFinal(entry.Status))
        {
            return Problems.Answer(ErrorCodes.RunEnded, request, $"The run has ended already: {entry.Status}.");
        }

        await client.RaiseEventAsync(Ids.RunInstance(id), RunSignal.EventName, new RunSignal(RunSignal.Cancel), context.CancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        await ledger.UpdateAsync(entry.Key, new LedgerPatch { CancelRequestedAt = now }, context.CancellationToken);
        RunView view = views.Of(entry with { CancelRequestedAt = now });
        return JsonAnswer.Of(
            new RunAccepted(view.Id, view.Status, view.Links), AppJson.Default.RunAccepted, StatusCodes.Status202Accepted, view.Links.Self);
    }
}

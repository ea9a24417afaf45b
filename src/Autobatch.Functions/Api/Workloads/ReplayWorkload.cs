using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Workloads;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>
/// <c>POST /api/workloads/{name}/replay</c>: dead letters are taken in again, or with <c>?run=</c> the files of a run that failed make another one under
/// the version in force.
/// </summary>
internal sealed class ReplayWorkload(WorkloadViews views, DeadLetterReplay letters, RunLedger runs, BatchStore store, InputLedger inputs, TimeProvider time)
{
    private const string List = "dead-letters";

    [Function(nameof(ReplayWorkload))]
    [Summary("Takes in a workload's dead letters again, up to 500; or makes a run of the files of one that failed.")]
    [Query("run", "A run of the workload that did not complete: its files make a run under the version in force.")]
    [Query("continuationToken", "From the call before.")]
    [Answer(200, "What was done.", "application/json", Body = typeof(WorkloadReplayView))]
    [Fails(
        ErrorCodes.WorkloadNotFound, ErrorCodes.RunNotFound, ErrorCodes.RunNotEnded, ErrorCodes.NothingToRerun, ErrorCodes.RunPurged, ErrorCodes.InvalidQuery,
        ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/workloads/{name}/replay")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        views.AnswerAsync(
            request,
            name,
            state => request.Query["run"].ToString() is { Length: > 0 } run
                ? RunAsync(request, state, run, client, context.CancellationToken)
                : LettersAsync(request, state, client, context.CancellationToken),
            context.CancellationToken);

    private async Task<IActionResult> LettersAsync(HttpRequest request, WorkloadState state, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!QueryText.TryReadToken(request, List, out string? continuation))
        {
            return Problems.BadToken(request);
        }

        try
        {
            ReplayReport report = await letters.ReplayAsync(DeadLetterScope.OfWorkload(state.Name), null, continuation, client, cancellationToken);
            string? token = report.Continuation is null ? null : QueryText.ToToken(List, report.Continuation);
            return Answer(new WorkloadReplayView(report.Replayed, report.Gone, report.Failed, token, null));
        }
        catch (Exception e) when (QueryText.IsRefused(continuation, e))
        {
            return Problems.BadToken(request);
        }
    }

    private async Task<IActionResult> RunAsync(HttpRequest request, WorkloadState state, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!Ids.IsId(id) || await runs.FindAsync(id, cancellationToken) is not { Batch: not null } run || run.Workload != state.Name)
        {
            return Problems.Answer(ErrorCodes.RunNotFound, request, "'run' is no run of this workload.");
        }

        if (!RunStatus.IsFinal(run.Status) || run.Status == RunStatus.Completed)
        {
            return Problems.Answer(run.Status == RunStatus.Completed ? ErrorCodes.NothingToRerun : ErrorCodes.RunNotEnded, request, $"The run is {run.Status}.");
        }

        if (run.PurgeBeganAt is not null || await store.FindAsync(id, cancellationToken) is not { } batch)
        {
            return Problems.Answer(ErrorCodes.RunPurged, request, "The list of the run's files is not kept any more.");
        }

        ClosedBatch again = batch.Again(state.Current?.Id ?? batch.Version, time.GetUtcNow());
        await store.SaveAsync(again, cancellationToken);
        await inputs.AddBatchAsync(again, cancellationToken);
        await CollectorWaker.SendAsync(state.Name, client, cancellationToken);
        return Answer(new WorkloadReplayView(0, 0, 0, null, again.RunId));
    }

    private static JsonAnswer Answer(WorkloadReplayView view) => JsonAnswer.Of(view, AppJson.Default.WorkloadReplayView);
}

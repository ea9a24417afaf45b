using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Telemetry;
using Autobatch.Placement;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Placing;

/// <summary>Closes the record of what has succeeded in the account that a run leaves, and plans the rest for the next one. The closed record decides, so it may run again.</summary>
internal sealed partial class PlanMove(RunPlans plans, BatchAccounts accounts, TaskProgress progress, RerunChunks chunks, RunLedger ledger, ILogger<PlanMove> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Function(nameof(PlanMove))]
    public Task<Moved> Run([ActivityTrigger] MoveQuery query, FunctionContext context) =>
        RunStep.GuardAsync(nameof(PlanMove), query.Run, query.Job, context, () => PlanAsync(query, context.CancellationToken));

    private async Task<Moved> PlanAsync(MoveQuery query, CancellationToken cancellationToken)
    {
        (RunInput run, RunJob job) = (query.Run, query.Job);
        RunPlan plan = await plans.GetAsync(run, cancellationToken);
        TaskMarks kept = await CloseAsync(query, plan, cancellationToken);
        LeftAccount left = new(job.Account, job.Move, kept.Count) { JobId = query.To.JobId is null ? null : job.JobId };
        foreach (LeftAccount before in query.Left)
        {
            kept.Add(await progress.ReadAsync(run.RunId, before.Move, cancellationToken));
        }

        TaskNumbers numbers = new(plan, job.TotalFiles);
        RerunChunk[] rest =
        [
            .. (await BeforeAsync(run, job, plan, cancellationToken))
                .Select(c => new RerunChunk(c.Chunk, [.. c.Ids.Where(id => numbers.Of(id) is not { } number || !kept.Has(number))]))
                .Where(c => c.Ids.Count > 0),
        ];
        RunJob next = job with { Account = query.To.Account, JobId = query.To.JobId ?? job.JobId, Move = job.Move + 1, Chunks = rest.Length, CanMove = query.To.CanMove, LookEvery = query.To.LookEvery };
        await chunks.SaveAsync(run.RunId, RerunChunks.ListOf(run, next)!, rest, cancellationToken);
        LeftAccount[] all = [.. query.Left, left];
        await ledger.UpdateAsync(
            run.Key(), new LedgerPatch { MovedFrom = string.Join(',', all.Select(l => l.Account)), Kept = all.Sum(l => l.Kept) }, cancellationToken);
        LogMoved(logger, run.RunId, job.Account, query.To.Account, left.Kept, rest.Sum(c => c.Ids.Count), query.Answers);
        return new Moved(next, left);
    }

    private async Task<TaskMarks> CloseAsync(MoveQuery query, RunPlan plan, CancellationToken cancellationToken)
    {
        if (query.Answers)
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_patience);
            try
            {
                return await progress.CloseAsync(query.Run, query.Job, plan, accounts.Find(query.Job.Account).Data, limit.Token);
            }
            catch (Exception e) when (e is BatchException { IsTransient: true } || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // It has stopped answering: what was recorded before counts.
            }
        }

        return await progress.CloseAsync(query.Run, query.Job, plan, null, cancellationToken);
    }

    private async Task<IReadOnlyList<RerunChunk>> BeforeAsync(RunInput run, RunJob job, RunPlan plan, CancellationToken cancellationToken) =>
        RerunChunks.ListOf(run, job) is { } list
            ? await chunks.ReadAsync(run.RunId, list, cancellationToken)
            : [.. Enumerable.Range(0, plan.ChunkCount(job.TotalFiles)).Select(i => new RerunChunk(i, ChunkIds.Of(plan, i, job.TotalFiles)))];

    [LoggerMessage(
        1, LogLevel.Warning, "Run {RunId} moved from {From} to {To}: {Kept} tasks are kept, {Rest} run there; the old account answered: {Answered}", EventName = "RunMoved")]
    private static partial void LogMoved(ILogger logger, string runId, string from, string to, int kept, int rest, bool answered);
}

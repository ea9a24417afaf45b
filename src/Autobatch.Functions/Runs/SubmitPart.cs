using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>
/// Adds as many of a run's next tasks as its workload's cap allows, at most the rest of a chunk. What was granted is noted before it is added, so it may
/// run again.
/// </summary>
internal sealed class SubmitPart(ChunkAdding adding, WorkloadTurns turns, JobLooks looks, RunOptions options)
{
    [Function(nameof(SubmitPart))]
    public Task<SubmittedPart> Run([ActivityTrigger] PartWork work, FunctionContext context) =>
        RunStep.GuardAsync(nameof(SubmitPart), work.Run, work.Job, context, () => SubmitAsync(work, context.CancellationToken));

    private async Task<SubmittedPart> SubmitAsync(PartWork work, CancellationToken cancellationToken)
    {
        (TaskCursor next, RunJob job) = (work.Next, work.Job);
        ChunkWork chunk = new(work.Run, job, next.Chunk);
        int inChunk = await adding.CountAsync(chunk, cancellationToken);
        WorkloadTurn turn = await turns.TakeAsync(work.Run, job, next.Tasks, inChunk - next.Offset, next.Chunk == job.Chunks - 1, cancellationToken);
        if (turn.Granted == 0)
        {
            string detail = $"Workload '{work.Run.Workload}' has {turn.Active} active tasks in account '{job.Account}' and may have {turn.Cap}; {next.Tasks} tasks of the run were added, earlier runs go first.";
            return await HeldAsync(work, turn.Cap, new Hold(WaitingReason.WaitingForShare, detail, options.QuotaWait), cancellationToken);
        }

        IReadOnlyList<TaskCollectionBody> bodies = await adding.BodiesAsync(chunk, cancellationToken);
        await adding.AddAsync(work.Run, job, TaskBodyPart.Of(bodies, next.Offset, turn.Granted), cancellationToken);
        return new SubmittedPart(next.After(turn.Granted, inChunk), null);
    }

    // When none of its tasks runs, what keeps them keeps the share from getting free, too.
    private async Task<SubmittedPart> HeldAsync(PartWork work, int cap, Hold share, CancellationToken cancellationToken)
    {
        if (work.Next.Tasks == 0)
        {
            return new SubmittedPart(work.Next, share);
        }

        Look look = await looks.WhileAddingAsync(new RunWork(work.Run, work.Job), cap, cancellationToken);
        return new SubmittedPart(work.Next, look.Hold ?? share) { Keys = look.Keys, Blocked = look.Verdict == LookVerdict.Blocked ? look.Detail : null };
    }
}

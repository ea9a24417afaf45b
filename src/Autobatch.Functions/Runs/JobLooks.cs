using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs.Keys;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>
/// Looks at a run's job: whether it has ended, and what keeps it when nothing runs. Counts only say when a closer look is worth
/// it, since they lag; what decides are the job's state and the list of tasks.
/// </summary>
internal sealed class JobLooks(BatchAccounts accounts, PoolTrouble pools, RunPlans plans, TaskProgress progress, AccountDrains drains, KeySymptoms keys)
{
    private const int MostNamed = 10;
    private const string JobSelect = "id,state,poolInfo,executionInfo";

    // Somebody's decision: as long as Batch keeps a task's files by default.
    private static readonly TimeSpan s_longestDisabled = TimeSpan.FromDays(7);

    /// <summary>A look at a job that has all of its tasks.</summary>
    public async Task<Look> LookAsync(LookWork work, CancellationToken cancellationToken) =>
        await RecordAsync(work, await LookAsync(work.Job, cancellationToken), cancellationToken);

    /// <summary>A look at a job that tasks are still added to: it is at its end only when so many of its tasks can never run that no further one is added.</summary>
    public async Task<Look> WhileAddingAsync(RunWork work, int mostActive, CancellationToken cancellationToken)
    {
        BatchDataClient batch = accounts.Find(work.Job.Account).Data;
        JobState? job = await batch.GetJobIfExistsAsync(work.Job.JobId, JobSelect, cancellationToken);
        if (job is null || job.State == JobStates.Deleting)
        {
            throw new FaultException(ErrorCodes.JobVanished, $"Job '{work.Job.JobId}' was deleted from outside while tasks were added.");
        }

        // A look that found blocked tasks and was cut off has terminated the job already.
        TaskCounts counts = await batch.GetTaskCountsAsync(work.Job.JobId, cancellationToken);
        if (work.Job.HasDependencies && counts.Running == 0 && counts.Active >= mostActive && await BlockedAsync(batch, work.Job, cancellationToken) is { } blocked)
        {
            return blocked;
        }

        if (job.State is JobStates.Completed or JobStates.Terminating)
        {
            throw new FaultException(ErrorCodes.JobVanished, $"Job '{work.Job.JobId}' was ended from outside while tasks were added.");
        }

        Hold? hold = job.State != JobStates.Active ? Disabled(job) : counts.Running > 0 || counts.Active == 0 ? null : await pools.FindAsync(batch, job, cancellationToken);
        return await RecordAsync(new LookWork(work.Run, work.Job), new Look(LookVerdict.GoesOn, hold), cancellationToken);
    }

    private async Task<Look> RecordAsync(LookWork work, Look found, CancellationToken cancellationToken)
    {
        Look look = await WithKeysAsync(work, found, cancellationToken);
        if (!work.Job.CanMove || look.Verdict != LookVerdict.GoesOn)
        {
            return look;
        }

        await progress.RecordAsync(work.Run, work.Job, await plans.GetAsync(work.Run, cancellationToken), accounts.Find(work.Job.Account).Data, cancellationToken);
        return look with { Drained = await drains.IsDrainedAsync(work.Job.Account, cancellationToken) };
    }

    // Asked at the end, while nothing comes up, and when more tasks have failed than the last look knew of.
    private async Task<Look> WithKeysAsync(LookWork work, Look look, CancellationToken cancellationToken)
    {
        BatchAccount account = accounts.Find(work.Job.Account);
        return look.Verdict != LookVerdict.GoesOn
            ? look with { Keys = await keys.OfTasksAsync(account, work.Job.JobId, cancellationToken) }
            : look.Hold is { Reason: WaitingReason.StartTaskFailed or WaitingReason.NodesUnusable, PoolId: { } poolId }
                ? look with { Keys = await keys.OfNodesAsync(account, poolId, cancellationToken) }
            : look.Failures > work.FailuresSeen
                ? look with { Keys = await keys.OfRunningJobAsync(account, work.Job.JobId, cancellationToken) }
                : look;
    }

    private async Task<Look> LookAsync(RunJob planned, CancellationToken cancellationToken)
    {
        BatchDataClient batch = accounts.Find(planned.Account).Data;
        JobState? job = await batch.GetJobIfExistsAsync(planned.JobId, JobSelect, cancellationToken);
        if (job is null || job.State == JobStates.Deleting)
        {
            throw new FaultException(ErrorCodes.JobVanished, $"Job '{planned.JobId}' was deleted from outside.");
        }

        if (job.State != JobStates.Active)
        {
            return job.State == JobStates.Completed ? new Look(LookVerdict.Ended, EndedAt: job.ExecutionInfo?.EndTime) : new Look(LookVerdict.GoesOn, Disabled(job));
        }

        TaskCounts counts = await batch.GetTaskCountsAsync(planned.JobId, cancellationToken);
        return counts.Running > 0 ? new Look(LookVerdict.GoesOn) { Failures = counts.Failed }
            : counts.Active == 0 ? await AllCompletedAsync(batch, planned, cancellationToken)
            : planned.HasDependencies && await BlockedAsync(batch, planned, cancellationToken) is { } blocked ? blocked
            : new Look(LookVerdict.GoesOn, await pools.FindAsync(batch, job, cancellationToken)) { Failures = counts.Failed };
    }

    private static Hold? Disabled(JobState job) => job.State is JobStates.Disabled or JobStates.Disabling
        ? new Hold(WaitingReason.JobDisabled, $"Job '{job.Id}' is {job.State}; enable it, or cancel the run.", s_longestDisabled)
        : null;

    private static async Task<Look> AllCompletedAsync(BatchDataClient batch, RunJob planned, CancellationToken cancellationToken)
    {
        if (planned.EndsByItself)
        {
            // Again: tasks that completed while the job was disabled may have been overlooked, and somebody may have changed it.
            await SealJob.SealAsync(batch, planned.JobId, cancellationToken);
            return new Look(LookVerdict.GoesOn);
        }

        ListQuery unfinished = new() { Filter = $"state ne {ODataFilter.Text(TaskStates.Completed)}", Select = "id", MaxResults = 1 };
        await foreach (TaskState _ in batch.ListTasksAsync(planned.JobId, unfinished, cancellationToken))
        {
            return new Look(LookVerdict.GoesOn);
        }

        return new Look(LookVerdict.Ended);
    }

    private static async Task<Look?> BlockedAsync(BatchDataClient batch, RunJob planned, CancellationToken cancellationToken)
    {
        List<TaskFact> tasks = await TaskFacts.ListAsync(batch, planned.JobId, cancellationToken);
        IReadOnlyList<BlockedTask> blocked = BlockedDependencies.Find(tasks);
        if (blocked.Count == 0 || blocked.Count < tasks.Count(t => !t.Completed))
        {
            return null;
        }

        await TerminateJob.TerminateAsync(batch, planned.JobId, WaitingReason.BlockedDependency, cancellationToken);
        string named = string.Join("; ", blocked.Take(MostNamed).Select(b => $"task '{b.Id}' can never run, since {b.Reason}"));
        return new Look(
            LookVerdict.Blocked,
            null,
            blocked.Count > MostNamed ? $"{named}; and {blocked.Count - MostNamed} more." : $"{named}.");
    }
}

using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Scheduling;

/// <summary>What becomes of a preparation or release task when a process of it is over.</summary>
internal static class JobTaskEnding
{
    /// <summary>Whether a preparation runs again: only for its exit code (FACTS C.2, C.3).</summary>
    public static bool IsRetried(JobTaskExecution execution, TaskOutcome outcome, int maxRetries) =>
        outcome is { Failure.Code: "FailureExitCode", Terminated: false } && (maxRetries < 0 || execution.RetryCount < maxRetries);

    /// <summary>The first moment of a run.</summary>
    public static JobTaskExecution Started(JobTaskExecution? before, DateTimeOffset now) => new()
    {
        State = before is null ? new(JobTaskState.Running, now) : JobTaskStates.Machine.Move(before.State, JobTaskState.Running, now),
        StartTime = now,
    };

    /// <summary>It failed and starts anew.</summary>
    public static JobTaskExecution Retried(JobTaskExecution execution, DateTimeOffset now) =>
        execution with { RetryCount = execution.RetryCount + 1, LastRetryTime = now };

    /// <summary>It has ended by itself.</summary>
    public static JobTaskExecution Completed(JobTaskExecution execution, TaskOutcome outcome, DateTimeOffset now) => execution with
    {
        State = JobTaskStates.Machine.Move(execution.State, JobTaskState.Completed, now),
        EndTime = now,
        ExitCode = outcome.ExitCode,
        Failure = outcome.Failure,
        Succeeded = outcome.Failure is null,
    };

    /// <summary>It was ended: by the end of its job, of its node or of the emulator.</summary>
    public static JobTaskExecution Interrupted(JobTaskExecution execution, DateTimeOffset now) =>
        Completed(execution, new(null, TaskEnding.TaskEnded, now, now, true), now) with { Interrupted = true };
}

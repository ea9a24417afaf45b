using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>What becomes of a task when an attempt is over.</summary>
internal static class TaskEnding
{
    /// <summary>The failure of a task that was ended from outside.</summary>
    public static TaskFailure TaskEnded { get; } = TaskFailures.Terminated;

    /// <summary>Whether an exit code other than zero would be retried. Nothing else is retried (FACTS C.3).</summary>
    public static bool RetriesLeft(TaskRecord task) => task.MaxRetries < 0 || task.Execution.RetryCount < task.MaxRetries;

    /// <summary>The task's next record: active again after a retry or requeue, otherwise completed.</summary>
    public static TaskRecord Next(TaskRecord task, TaskOutcome outcome, StopIntent intent, DateTimeOffset now) => intent switch
    {
        StopIntent.Requeue => Requeued(task, now),
        StopIntent.Terminate => Completed(task, outcome.ExitCode, TaskEnded, now),
        _ when outcome.Failure is { Code: "FailureExitCode" } && !outcome.Terminated && RetriesLeft(task) => Retried(task, now),
        _ => Completed(task, outcome.ExitCode, outcome.Failure, now),
    };

    /// <summary>The task after its end.</summary>
    public static TaskRecord Completed(TaskRecord task, int? exitCode, TaskFailure? failure, DateTimeOffset now) => task with
    {
        LastModified = now,
        State = TaskStates.Machine.Move(task.State, TaskState.Completed, now),
        Subtasks = Ended(task, failure == TaskEnded, now),
        Satisfied = ExitConditions.Decide(task.Definition, exitCode, failure).Satisfies,
        Execution = task.Execution with { EndTime = now, ExitCode = exitCode, Failure = failure, Succeeded = failure is null },
    };

    /// <summary>The task after its node was taken away, its job was disabled, or the emulator was killed.</summary>
    public static TaskRecord Requeued(TaskRecord task, DateTimeOffset now) => task with
    {
        LastModified = now,
        State = TaskStates.Machine.Move(task.State, TaskState.Active, now),
        Subtasks = Ended(task, stopped: true, now),
        Execution = task.Execution with { RequeueCount = task.Execution.RequeueCount + 1, LastRequeueTime = now },
    };

    private static TaskRecord Retried(TaskRecord task, DateTimeOffset now) => task with
    {
        LastModified = now,
        State = TaskStates.Machine.Move(task.State, TaskState.Active, now),
        Subtasks = Ended(task, stopped: false, now),
        Execution = task.Execution with { RetryCount = task.Execution.RetryCount + 1, LastRetryTime = now },
    };

    /// <summary>Subtasks end with their primary: well, unless they were stopped or their coordination commands were cut off.</summary>
    private static IReadOnlyList<SubtaskRecord>? Ended(TaskRecord task, bool stopped, DateTimeOffset now) =>
        task.Subtasks is null ? null : [.. task.Subtasks.Select(subtask => subtask.Completed(stopped || subtask.ExitCode is null ? TaskEnded : null, now))];
}

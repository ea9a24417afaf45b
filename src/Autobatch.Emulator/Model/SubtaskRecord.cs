using static Autobatch.Emulator.Model.SubtaskState;

namespace Autobatch.Emulator.Model;

/// <summary>States of a subtask of a multi-instance task (FACTS C.3).</summary>
internal enum SubtaskState
{
    Preparing,
    Running,
    Completed,
}

/// <summary>The subtask's state machine. A subtask runs once: a retried task has new ones.</summary>
internal static class SubtaskStates
{
    public static readonly StateMachine<SubtaskState> Machine = new(
        (Preparing, Running),
        (Preparing, Completed), // the task was ended before its nodes were prepared
        (Running, Completed)); // its primary has ended, or its coordination command has failed
}

/// <summary>One of the further instances of a multi-instance task, with the node of the last attempt. The primary has the id 0 and is the task itself.</summary>
internal sealed record SubtaskRecord
{
    /// <summary>From 1.</summary>
    public required int Id { get; init; }

    public required TaskNode Node { get; init; }

    public required StateHistory<SubtaskState> State { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Of its coordination command.</summary>
    public int? ExitCode { get; init; }

    public Nodes.TaskFailure? Failure { get; init; }

    /// <summary>True on success, false on failure, null while it runs.</summary>
    public bool? Succeeded => EndTime is null ? null : Failure is null;

    /// <summary>Its node is prepared.</summary>
    public SubtaskRecord Running(DateTimeOffset now) => this with { State = SubtaskStates.Machine.Move(State, SubtaskState.Running, now), StartTime = now };

    /// <summary>It is over, if it was not before.</summary>
    public SubtaskRecord Completed(Nodes.TaskFailure? failure, DateTimeOffset now) => State.Current == SubtaskState.Completed ? this : this with
    {
        State = SubtaskStates.Machine.Move(State, SubtaskState.Completed, now),
        EndTime = now,
        Failure = Failure ?? failure,
    };
}

namespace Autobatch.Batch;

/// <summary>What the project looks at of a node. With <c>$select</c>, what was not selected is at its default.</summary>
public sealed record NodeState
{
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="NodeStates"/>.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StateTransitionTime { get; init; }

    /// <summary><c>enabled</c> or <c>disabled</c>.</summary>
    public string? SchedulingState { get; init; }

    public DateTimeOffset? LastBootTime { get; init; }

    public bool IsDedicated { get; init; }

    public int RunningTasksCount { get; init; }

    public int RunningTaskSlotsCount { get; init; }

    public int TotalTasksRun { get; init; }

    public int TotalTasksSucceeded { get; init; }

    /// <summary>How the start task went; null for a pool without one.</summary>
    public StartTaskExecution? StartTaskInfo { get; init; }

    /// <summary>What is wrong with the node.</summary>
    public IReadOnlyList<NodeError> Errors { get; init => field = value ?? []; } = [];
}

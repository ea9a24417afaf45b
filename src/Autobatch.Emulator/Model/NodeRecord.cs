namespace Autobatch.Emulator.Model;

/// <summary>A node of a pool at one moment.</summary>
internal sealed record NodeRecord
{
    public required string Id { get; init; }

    public required bool Dedicated { get; init; }

    public required DateTimeOffset AllocationTime { get; init; }

    public required DateTimeOffset LastBootTime { get; init; }

    public required StateHistory<NodeState> State { get; init; }

    public long TotalTasksRun { get; init; }

    public long TotalTasksSucceeded { get; init; }

    /// <summary>The newest tasks of this node, newest last.</summary>
    public IReadOnlyList<RecentTask> Recent { get; init; } = [];
}

/// <summary>A task in a node's recentTasks.</summary>
internal sealed record RecentTask(string JobId, string TaskId);

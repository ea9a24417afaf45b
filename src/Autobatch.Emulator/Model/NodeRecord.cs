using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Model;

/// <summary>A node of a pool at one moment.</summary>
internal sealed record NodeRecord
{
    public required string Id { get; init; }

    public required bool Dedicated { get; init; }

    /// <summary>Its own on this machine, so that what listens on it is in nobody's way; nodes of an older state share one.</summary>
    public string Address { get; init; } = "127.0.0.1";

    public required DateTimeOffset AllocationTime { get; init; }

    public required DateTimeOffset LastBootTime { get; init; }

    /// <summary>When the node's directory was emptied last; null is never.</summary>
    public DateTimeOffset? LastReimageTime { get; init; }

    public required StateHistory<NodeState> State { get; init; }

    /// <summary>Its machine is a new one, and its directory has not been emptied yet.</summary>
    [JsonIgnore]
    public bool AwaitsWipe =>
        State is { Current: NodeState.Creating, Previous: NodeState.Preempted } or { Current: NodeState.Starting, Previous: NodeState.Deallocated } && LastBootTime < State.Since;

    /// <summary>The schedulingState is disabled.</summary>
    public bool SchedulingDisabled { get; init; }

    /// <summary>The pool's startTask as it was when the node started; later changes wait for a reboot or reimage (FACTS C.1).</summary>
    public JsonElement? StartTask { get; init; }

    public StartTaskExecution? StartTaskInfo { get; init; }

    /// <summary>The pool's application packages as they were resolved when the node started.</summary>
    public IReadOnlyList<NodePackage> Packages { get; init; } = [];

    /// <summary>Why the node cannot be used.</summary>
    public IReadOnlyList<NodeError> Errors { get; init; } = [];

    /// <summary>Who may log in, by the data plane; gone with the disk.</summary>
    public IReadOnlyList<NodeUser> Users { get; init; } = [];

    /// <summary>When a lost or preempted node comes back by itself; null is not before somebody acts.</summary>
    public DateTimeOffset? ReturnsAt { get; init; }

    public long TotalTasksRun { get; init; }

    public long TotalTasksSucceeded { get; init; }

    /// <summary>The newest tasks of this node, newest last.</summary>
    public IReadOnlyList<RecentTask> Recent { get; init; } = [];
}

/// <summary>A task in a node's recentTasks.</summary>
/// <param name="JobId">The job.</param>
/// <param name="TaskId">The task.</param>
/// <param name="SubtaskId">Which instance of a multi-instance task ran here; null for the primary, and for ordinary tasks.</param>
internal sealed record RecentTask(string JobId, string TaskId, int? SubtaskId = null);

/// <summary>A user account of a node. Its password and key are not kept: nobody can log in here.</summary>
internal sealed record NodeUser(string Name, bool IsAdmin, DateTimeOffset ExpiryTime);

/// <summary>A package that a node has from its pool.</summary>
/// <param name="ApplicationId">The id as the application was created.</param>
/// <param name="Version">The version that was deployed.</param>
/// <param name="VersionAsked">Whether the pool named the version.</param>
internal sealed record NodePackage(string ApplicationId, string Version, bool VersionAsked);

/// <summary>One of a node's errors (FACTS B, BatchNodeError).</summary>
internal sealed record NodeError(string Code, string Message, IReadOnlyList<Nodes.NameValue> Details);

/// <summary>The startTaskInfo of a node.</summary>
internal sealed record StartTaskExecution : NodeTaskExecution;

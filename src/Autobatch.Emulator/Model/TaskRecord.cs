using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Model;

/// <summary>A task at one moment. Immutable: a reader never sees half a change.</summary>
internal sealed record TaskRecord
{
    /// <summary>Id in the case it was given.</summary>
    public required string Id { get; init; }

    /// <summary>Order of arrival over the whole account.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset CreationTime { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required StateHistory<TaskState> State { get; init; }

    /// <summary>The body as it was sent, property for property.</summary>
    [JsonIgnore]
    public JsonElement Definition { get; init; }

    /// <summary>What scheduling needs of the body, read once.</summary>
    [JsonIgnore]
    public TaskTraits Traits { get; init; } = TaskTraits.None;

    /// <summary>Retries allowed: the task's own number, or the job's at the time of creation (FACTS R.3); -1 is no limit.</summary>
    public int MaxRetries { get; init; }

    /// <summary>Whether it is its job's manager task.</summary>
    public bool Manager { get; init; }

    public TaskExecution Execution { get; init; } = TaskExecution.New;

    /// <summary>The node of the last attempt.</summary>
    public TaskNode? Node { get; init; }

    /// <summary>The further instances of the last attempt of a multi-instance task; null of others.</summary>
    public IReadOnlyList<SubtaskRecord>? Subtasks { get; init; }

    /// <summary>Its directory was removed since its retentionTime was over.</summary>
    public bool FilesRemoved { get; init; }

    /// <summary>The nodes of the last attempt.</summary>
    [JsonIgnore]
    public IEnumerable<TaskNode> RanOn => Node is null ? [] : (Subtasks ?? []).Select(subtask => subtask.Node).Prepend(Node);

    /// <summary>Whether this end lets dependents run (FACTS C.3).</summary>
    public bool Satisfied { get; init; }

    public string ETag => WireTime.ETag(LastModified);
}

/// <summary>The executionInfo of a task.</summary>
internal sealed record TaskExecution
{
    public static readonly TaskExecution New = new();

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public int? ExitCode { get; init; }

    public Nodes.TaskFailure? Failure { get; init; }

    public int RetryCount { get; init; }

    public DateTimeOffset? LastRetryTime { get; init; }

    public int RequeueCount { get; init; }

    public DateTimeOffset? LastRequeueTime { get; init; }

    /// <summary>Attempts so far, over retries, requeues and reactivations.</summary>
    public int Attempts { get; init; }

    /// <summary>True on success, false on failure, null while not completed.</summary>
    public bool? Succeeded { get; init; }
}

/// <summary>Where a task ran.</summary>
internal sealed record TaskNode(string PoolId, string NodeId);

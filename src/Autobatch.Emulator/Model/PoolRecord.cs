using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Model;

/// <summary>A pool at one moment.</summary>
internal sealed record PoolRecord
{
    public required string Id { get; init; }

    public required DateTimeOffset CreationTime { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required StateHistory<PoolState> State { get; init; }

    public required StateHistory<AllocationState> Allocation { get; init; }

    /// <summary>The body as it was sent, with later patches merged in.</summary>
    [JsonIgnore]
    public JsonElement Definition { get; init; }

    /// <summary>What scheduling needs of the body.</summary>
    [JsonIgnore]
    public PoolTraits Traits { get; init; } = PoolTraits.None;

    /// <summary>When the start task was sent that the body has; null is with the pool.</summary>
    public DateTimeOffset? StartTaskSent { get; init; }

    /// <summary>When the mountConfiguration was sent that the body has; null is with the pool.</summary>
    public DateTimeOffset? MountsSent { get; init; }

    /// <summary>Resource ids of the user-assigned identities that its nodes have; only Resource Manager gives them.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    public int TargetDedicated { get; init; }

    public int TargetLowPriority { get; init; }

    /// <summary>ISO 8601.</summary>
    public string ResizeTimeout { get; init; } = "PT15M";

    /// <summary>When the last resize began; null is with the pool.</summary>
    public DateTimeOffset? ResizeStart { get; init; }

    /// <summary>What happens to tasks on nodes that leave: requeue, terminate, taskcompletion, retaineddata.</summary>
    public string DeallocationOption { get; init; } = "requeue";

    /// <summary>Why the last resize did not reach its targets.</summary>
    public IReadOnlyList<ResizeError> ResizeErrors { get; init; } = [];

    /// <summary>How the pool scales by itself; null when it does not.</summary>
    public AutoScaleSettings? AutoScale { get; init; }

    /// <summary>The last evaluation of its formula.</summary>
    public AutoScaleRun? AutoScaleRun { get; init; }

    /// <summary>Number of the last node made; ids are never used twice.</summary>
    public int LastNode { get; init; }

    public string ETag => WireTime.ETag(LastModified);

    /// <summary>The record after a change that was sent just now: what it has of secrets is as new.</summary>
    public PoolRecord WithSecretsOf(JsonElement body) => this with
    {
        StartTaskSent = body.Property("startTask") is null ? StartTaskSent : LastModified,
        MountsSent = body.Property("mountConfiguration") is null ? MountsSent : LastModified,
    };
}

/// <summary>What scheduling needs of a pool's body.</summary>
/// <param name="SlotsPerNode">taskSlotsPerNode.</param>
/// <param name="Pack">Fill one node before the next; otherwise spread.</param>
internal sealed record PoolTraits(int SlotsPerNode, bool Pack)
{
    public static readonly PoolTraits None = new(1, false);

    /// <summary>enableInterNodeCommunication.</summary>
    public bool InterNode { get; init; }

    /// <summary>Reads a body that has passed validation.</summary>
    public static PoolTraits Read(JsonElement pool) => new(
        pool.Property("taskSlotsPerNode")?.GetInt32() ?? pool.Property("maxTasksPerNode")?.GetInt32() ?? 1,
        (pool.Property("taskSchedulingPolicy")?.Property("nodeFillType")).Is("pack"))
    {
        InterNode = pool.Property("enableInterNodeCommunication")?.GetBoolean() ?? false,
    };
}

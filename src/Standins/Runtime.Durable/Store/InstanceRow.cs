using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>What the engine knows of an instance besides its history.</summary>
internal sealed record InstanceRow
{
    /// <summary>The row's number; 0 before it is inserted. A replaced instance has a new one.</summary>
    public long Key { get; init; }

    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    /// <summary>The id of this generation.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Counts continue-as-new, from 0.</summary>
    public int Generation { get; init; }

    /// <summary>Whether this generation has taken its first step.</summary>
    public bool Opened { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTime CreatedAt { get; init; }

    public DateTime? StartAt { get; init; }

    public string? Input { get; init; }

    public string? CustomStatus { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>Events that the generation before had not claimed; the first step takes them.</summary>
    public IReadOnlyList<EventRaised> Carried { get; init; } = [];

    /// <summary>The first event of this generation.</summary>
    public ExecutionStarted ToStarted(DateTime now) => new()
    {
        Timestamp = now,
        Name = Name,
        Version = Version,
        Input = Input,
        Tags = Tags,
        ScheduledStartTime = StartAt,
        OrchestrationInstance = new OrchestrationInstanceRef(InstanceId, ExecutionId),
        ParentInstance = Parent?.Reference,
    };
}

/// <summary>Where a sub-orchestration's result goes.</summary>
internal sealed record ParentLink(long Key, int Generation, ParentInstanceRef Reference);

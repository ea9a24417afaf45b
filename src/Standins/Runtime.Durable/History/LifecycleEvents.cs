using System.Text.Json.Serialization;

namespace Autobatch.Standins.Runtime.Durable.History;

internal sealed record OrchestratorStarted : HistoryEvent
{
    public override string EventType => nameof(OrchestratorStarted);
}

internal sealed record OrchestratorCompleted : HistoryEvent
{
    public override string EventType => nameof(OrchestratorCompleted);
}

internal sealed record ExecutionStarted : HistoryEvent
{
    public override string EventType => nameof(ExecutionStarted);

    public required OrchestrationInstanceRef OrchestrationInstance { get; init; }

    public ParentInstanceRef? ParentInstance { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    public string? Input { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    public DateTime? ScheduledStartTime { get; init; }
}

internal sealed record ExecutionCompleted : HistoryEvent
{
    public override string EventType => nameof(ExecutionCompleted);

    public required string OrchestrationStatus { get; init; }

    public string? Result { get; init; }

    public FailureRecord? FailureDetails { get; init; }
}

internal sealed record ContinueAsNew : HistoryEvent
{
    public override string EventType => nameof(ContinueAsNew);

    public string OrchestrationStatus { get; init; } = "ContinuedAsNew";

    /// <summary>The next generation's input.</summary>
    public string? Result { get; init; }
}

internal sealed record ExecutionTerminated : HistoryEvent
{
    public override string EventType => nameof(ExecutionTerminated);

    /// <summary>The serialized output that the terminator gave.</summary>
    public string? Input { get; init; }

    /// <summary>Whether running sub-orchestrations end too. Ours: the framework carries it elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Recurse { get; init; }
}

internal sealed record ExecutionSuspended : HistoryEvent
{
    public override string EventType => nameof(ExecutionSuspended);

    public string? Reason { get; init; }
}

internal sealed record ExecutionResumed : HistoryEvent
{
    public override string EventType => nameof(ExecutionResumed);

    public string? Reason { get; init; }
}

namespace Autobatch.Standins.Runtime.Durable.History;

internal sealed record TaskScheduled : HistoryEvent
{
    public override string EventType => nameof(TaskScheduled);

    public required string Name { get; init; }

    public string? Version { get; init; }

    public string? Input { get; init; }
}

internal sealed record TaskCompleted : HistoryEvent
{
    public override string EventType => nameof(TaskCompleted);

    public required int TaskScheduledId { get; init; }

    public string? Result { get; init; }
}

internal sealed record TaskFailed : HistoryEvent
{
    public override string EventType => nameof(TaskFailed);

    public required int TaskScheduledId { get; init; }

    public string? Reason { get; init; }

    public required FailureRecord FailureDetails { get; init; }
}

internal sealed record SubOrchestrationInstanceCreated : HistoryEvent
{
    public override string EventType => nameof(SubOrchestrationInstanceCreated);

    public required string Name { get; init; }

    public string? Version { get; init; }

    public required string InstanceId { get; init; }

    public string? Input { get; init; }
}

internal sealed record SubOrchestrationInstanceCompleted : HistoryEvent
{
    public override string EventType => nameof(SubOrchestrationInstanceCompleted);

    public required int TaskScheduledId { get; init; }

    public string? Result { get; init; }
}

internal sealed record SubOrchestrationInstanceFailed : HistoryEvent
{
    public override string EventType => nameof(SubOrchestrationInstanceFailed);

    public required int TaskScheduledId { get; init; }

    public string? Reason { get; init; }

    public required FailureRecord FailureDetails { get; init; }
}

namespace Autobatch.Standins.Runtime.Durable.History;

internal sealed record TimerCreated : HistoryEvent
{
    public override string EventType => nameof(TimerCreated);

    public required DateTime FireAt { get; init; }
}

internal sealed record TimerFired : HistoryEvent
{
    public override string EventType => nameof(TimerFired);

    public required int TimerId { get; init; }

    public required DateTime FireAt { get; init; }
}

internal sealed record EventSent : HistoryEvent
{
    public override string EventType => nameof(EventSent);

    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public string? Input { get; init; }
}

internal sealed record EventRaised : HistoryEvent
{
    public override string EventType => nameof(EventRaised);

    public required string Name { get; init; }

    public string? Input { get; init; }
}

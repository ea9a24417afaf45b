namespace Autobatch.Batch;

/// <summary>Where a task ran: <c>nodeInfo</c>.</summary>
public sealed record TaskNode
{
    public string? PoolId { get; init; }

    public string? NodeId { get; init; }
}

namespace Autobatch.Batch;

/// <summary>A pool's nodes by state.</summary>
public sealed record PoolNodeCounts
{
    public string PoolId { get; init; } = "";

    public NodeCounts Dedicated { get; init; } = new();

    public NodeCounts LowPriority { get; init; } = new();
}

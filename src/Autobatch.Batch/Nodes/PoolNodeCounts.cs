namespace Autobatch.Batch;

/// <summary>A pool's nodes by state.</summary>
public sealed record PoolNodeCounts
{
    public string PoolId { get; init => field = value ?? ""; } = "";

    public NodeCounts Dedicated { get; init => field = value ?? new(); } = new();

    public NodeCounts LowPriority { get; init => field = value ?? new(); } = new();
}

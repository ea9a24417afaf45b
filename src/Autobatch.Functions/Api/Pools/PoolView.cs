namespace Autobatch.Functions.Api.Pools;

/// <summary>A pool with its nodes.</summary>
internal sealed record PoolView
{
    public required string Account { get; init; }

    public required string Id { get; init; }

    public required string State { get; init; }

    public required string AllocationState { get; init; }

    public string? VmSize { get; init; }

    public required int TaskSlotsPerNode { get; init; }

    public required bool EnableAutoScale { get; init; }

    public required PoolNodesView Dedicated { get; init; }

    public required PoolNodesView LowPriority { get; init; }

    /// <summary>What its nodes cost by the user's price table; null when the table lacks the size, or there is none.</summary>
    public PoolCostView? Cost { get; init; }

    /// <summary>Why the pool did not get the nodes it wanted, the last time.</summary>
    public required IReadOnlyList<ResizeErrorView> ResizeErrors { get; init; }

    /// <summary>The nodes, when they were asked for.</summary>
    public IReadOnlyList<NodeView>? Nodes { get; init; }
}

namespace Autobatch.Functions.Api.Pools;

/// <summary>What a pool costs an hour, by the user's price table.</summary>
/// <param name="Currency">Three letters.</param>
/// <param name="DedicatedNodeHour">One dedicated node; null when the table does not say.</param>
/// <param name="LowPriorityNodeHour">One low-priority node; null when the table does not say.</param>
/// <param name="PerHour">All nodes that the pool has at the moment; null when the price of one of them is not known.</param>
internal sealed record PoolCostView(string Currency, decimal? DedicatedNodeHour, decimal? LowPriorityNodeHour, decimal? PerHour);

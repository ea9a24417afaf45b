namespace Autobatch.Costs;

/// <summary>What a pool's nodes cost, and how many slots share one.</summary>
/// <param name="Price">The price of a node of the pool.</param>
/// <param name="TaskSlotsPerNode">Slots of a node.</param>
public sealed record NodeRate(VmPrice Price, int TaskSlotsPerNode)
{
    /// <summary>What a task costs an hour: its share of the node's slots. Null when the table lacks that kind of node.</summary>
    /// <param name="requiredSlots">Slots that the task takes.</param>
    /// <param name="lowPriority">Whether the node is a low-priority one.</param>
    public decimal? PerTaskHour(int requiredSlots, bool lowPriority) => Price.Of(lowPriority) * requiredSlots / Math.Max(1, TaskSlotsPerNode);
}

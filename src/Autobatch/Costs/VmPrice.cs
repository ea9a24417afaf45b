namespace Autobatch.Costs;

/// <summary>What one node costs an hour.</summary>
/// <param name="Dedicated">A dedicated node; null when the table does not say.</param>
/// <param name="LowPriority">A low-priority (spot) node; null when the table does not say.</param>
public sealed record VmPrice(decimal? Dedicated, decimal? LowPriority)
{
    /// <summary>The price of one kind of node.</summary>
    public decimal? Of(bool lowPriority) => lowPriority ? LowPriority : Dedicated;
}

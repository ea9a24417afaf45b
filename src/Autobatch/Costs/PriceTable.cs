namespace Autobatch.Costs;

/// <summary>Prices of nodes by the hour, as the user gave them. We know none ourselves.</summary>
/// <param name="Currency">Three letters, such as EUR.</param>
/// <param name="VmSizes">Prices by VM size, without regard to case.</param>
public sealed record PriceTable(string Currency, IReadOnlyDictionary<string, VmPrice> VmSizes)
{
    /// <summary>The price of a VM size; null when the table lacks it.</summary>
    public VmPrice? Find(string? vmSize) => vmSize is not null && VmSizes.TryGetValue(vmSize, out VmPrice? price) ? price : null;
}

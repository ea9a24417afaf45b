using Autobatch.Batch;
using Autobatch.Costs;

namespace Autobatch.Functions.Api.Pools;

/// <summary>What a pool's nodes cost, when the price table knows their size.</summary>
internal static class PoolCosts
{
    public static PoolCostView? Of(PriceTable? prices, PoolState pool) =>
        prices?.Find(pool.VmSize) is not { } price ? null
        : new PoolCostView(
            prices.Currency, price.Dedicated, price.LowPriority, Share(pool.CurrentDedicatedNodes, price.Dedicated) + Share(pool.CurrentLowPriorityNodes, price.LowPriority));

    private static decimal? Share(int nodes, decimal? price) => nodes == 0 ? 0 : nodes * price;
}

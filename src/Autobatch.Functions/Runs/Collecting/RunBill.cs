using Autobatch.Costs;
using Autobatch.Planning;
using Autobatch.Results;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>What a run costs, when the user gave a price table and it has the pool's size.</summary>
/// <param name="Prices">The table; null without one.</param>
/// <param name="Estimated">What could be said beforehand.</param>
/// <param name="Meter">Adds up what the tasks cost.</param>
internal sealed record RunBill(PriceTable? Prices, CostEstimate? Estimated, CostMeter? Meter)
{
    public static RunBill For(PriceTable? prices, RunPlace place, RunPlan plan, int tasks)
    {
        if (prices?.Find(place.Pool?.VmSize) is not { } price)
        {
            return new RunBill(prices, null, null);
        }

        NodeRate rate = new(price, place.Pool!.TaskSlotsPerNode);
        return new RunBill(prices, CostEstimate.Of(rate, tasks, plan.RequiredSlots, plan.MaxTaskWallClock, place.IsLowPriority), new CostMeter(rate));
    }

    /// <summary>Null when nothing can be said.</summary>
    public RunCost? Total() => Meter is null ? null : new RunCost(Prices!.Currency, Estimated, Meter.Amount);
}

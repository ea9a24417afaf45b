using Autobatch.Costs;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Planning;

namespace Autobatch.Functions.Explaining;

/// <summary>Estimates what a run costs by the user's price table. What cannot be estimated is null, with the reason.</summary>
internal static class ExplainCost
{
    /// <param name="prices">The user's price table; null without one.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="tasks">How many tasks it has.</param>
    /// <param name="pool">The pool's nodes; null when they are not known.</param>
    public static ExplainedCost Of(PriceTable? prices, RunPlan plan, int tasks, PoolNodes? pool)
    {
        if (prices is null)
        {
            return new ExplainedCost(null, null, null, $"There is no price table; give one with {PricesReader.Section}:Path or {PricesReader.Section}:Json.");
        }

        if (pool?.VmSize is not { } vmSize)
        {
            return new ExplainedCost(prices.Currency, null, null, "The vmSize of the pool is not known.");
        }

        CostEstimate? estimate = prices.Find(vmSize) is { } price
            ? CostEstimate.Of(new NodeRate(price, pool.TaskSlotsPerNode), tasks, plan.RequiredSlots, plan.MaxTaskWallClock, pool.IsLowPriority)
            : null;
        return new ExplainedCost(
            prices.Currency,
            estimate?.PerTaskHour,
            estimate?.AtMost,
            estimate is null ? $"The price table has no {(pool.IsLowPriority ? "lowPriority" : "dedicated")} price of vmSize '{vmSize}'."
            : estimate.AtMost is null ? "Not every task has constraints.maxWallClockTime, so nothing bounds how long tasks run."
            : null);
    }
}

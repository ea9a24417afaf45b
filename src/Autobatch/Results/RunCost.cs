using Autobatch.Costs;

namespace Autobatch.Results;

/// <summary>What a run was thought to cost and what it did cost, by the user's price table.</summary>
/// <param name="Currency">Three letters.</param>
/// <param name="Estimated">What could be said beforehand; null when the table lacks the price.</param>
/// <param name="Actual">What the tasks' last attempts cost; null when the table lacks a price.</param>
public sealed record RunCost(string Currency, CostEstimate? Estimated, decimal? Actual);

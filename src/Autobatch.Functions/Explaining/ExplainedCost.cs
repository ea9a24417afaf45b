namespace Autobatch.Functions.Explaining;

/// <param name="Currency">Three letters; null without a price table.</param>
/// <param name="PerTaskHour">What one task costs an hour; null when that price is not known.</param>
/// <param name="AtMost">What all tasks cost when each runs as long as it may, once; null when that is not known.</param>
/// <param name="Reason">What is missing for the nulls; null when nothing is.</param>
internal sealed record ExplainedCost(string? Currency, decimal? PerTaskHour, decimal? AtMost, string? Reason);

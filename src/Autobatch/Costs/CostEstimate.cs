namespace Autobatch.Costs;

/// <summary>What a run may cost, as far as that can be known before it: nobody knows how long its tasks take.</summary>
/// <param name="PerTaskHour">What one task costs an hour.</param>
/// <param name="AtMost">What all tasks cost when each runs as long as it may, once; null when nothing bounds them.</param>
public sealed record CostEstimate(decimal PerTaskHour, decimal? AtMost)
{
    /// <summary>Estimates a run; null when the table does not have the price.</summary>
    /// <param name="rate">What the pool's nodes cost.</param>
    /// <param name="tasks">How many tasks the run has.</param>
    /// <param name="requiredSlots">Slots that a task takes (the most, when tasks differ).</param>
    /// <param name="maxWallClock">The longest that a task may run; null when nothing bounds it.</param>
    /// <param name="lowPriority">Whether the tasks run on low-priority nodes.</param>
    public static CostEstimate? Of(NodeRate rate, long tasks, int requiredSlots, TimeSpan? maxWallClock, bool lowPriority)
    {
        ArgumentNullException.ThrowIfNull(rate);
        return rate.PerTaskHour(requiredSlots, lowPriority) is { } hour
            ? new CostEstimate(Money.Round(hour), maxWallClock is { } longest ? Money.Round(tasks * Money.Hours(longest) * hour) : null)
            : null;
    }
}

namespace Autobatch.Costs;

/// <summary>
/// Adds up what a run's tasks cost: the time of each on its node, times the node's price, times its share of the node's slots. Only the
/// last attempt's time is known to Batch; a node's idle time, its start and storage are nobody's task.
/// </summary>
public sealed class CostMeter(NodeRate rate)
{
    // Batch ends the id of a low-priority (spot) node so; older nodes have the hyphen.
    private static readonly string[] s_lowPriority = ["_p", "-p"];

    private decimal _amount;
    private bool _unknown;

    /// <summary>The sum; null when the table lacks the price of a node that was used.</summary>
    public decimal? Amount => _unknown ? null : Money.Round(_amount);

    /// <summary>Counts one task; one that never ran costs nothing.</summary>
    /// <param name="node">How long its last attempt was on its node.</param>
    /// <param name="nodeId">The node.</param>
    /// <param name="requiredSlots">Slots that it took.</param>
    public void Add(TimeSpan? node, string? nodeId, int requiredSlots)
    {
        if (node is not { } time)
        {
            return;
        }

        if (rate.PerTaskHour(requiredSlots, IsLowPriority(nodeId)) is { } hour)
        {
            _amount += Money.Hours(time > TimeSpan.Zero ? time : TimeSpan.Zero) * hour;
        }
        else
        {
            _unknown = true;
        }
    }

    /// <summary>Whether a node's id is that of a low-priority node.</summary>
    public static bool IsLowPriority(string? nodeId) => nodeId is not null && s_lowPriority.Any(s => nodeId.EndsWith(s, StringComparison.OrdinalIgnoreCase));
}

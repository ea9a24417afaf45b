namespace Autobatch.Placement;

/// <summary>The most active tasks that a workload may have in one account.</summary>
public static class WorkloadCap
{
    // Large caps are not filled up one task at a time, since each grant is a step of its run.
    private const int PartsOfCap = 10;

    /// <summary>How many tasks a run may add now: 0 while an earlier run of the workload has tasks left to add, or too little is free.</summary>
    /// <param name="cap">The most active tasks, at least 1.</param>
    /// <param name="parts">All runs of the workload in the account; the run itself may be among them.</param>
    /// <param name="place">The run's place.</param>
    /// <param name="wanted">Tasks that it would add, at least 1.</param>
    /// <param name="atOnce">Tasks for which there must be room before it begins, as far as the cap allows; 0 when it may begin with any number.</param>
    public static int Grant(int cap, IReadOnlyCollection<WorkloadPart> parts, string place, int wanted, int atOnce)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Any(p => p.WantsMore && string.CompareOrdinal(p.Place, place) < 0))
        {
            return 0;
        }

        long free = cap - parts.Sum(p => (long)p.Active);
        int least = Math.Max(Math.Min(wanted, Math.Max(1, cap / PartsOfCap)), Math.Min(atOnce, cap));
        return free < least ? 0 : (int)Math.Min(free, wanted);
    }
}

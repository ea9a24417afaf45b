using Autobatch.Functions.Runs.Keys;

namespace Autobatch.Functions.Runs;

/// <summary>What one look at a run's job found.</summary>
/// <param name="Verdict">Whether the run's tasks are at their end.</param>
/// <param name="Hold">What keeps the tasks from running, when something does.</param>
/// <param name="Detail">Which tasks are blocked, when some are.</param>
/// <param name="EndedAt">When Batch says that the job ended.</param>
/// <param name="Drained">Whether the account is being drained and the run may go to another one.</param>
internal sealed record Look(LookVerdict Verdict, Hold? Hold = null, string? Detail = null, DateTimeOffset? EndedAt = null, bool Drained = false)
{
    /// <summary>What shows that a storage key was made anew; null when nothing does.</summary>
    public StaleKeys? Keys { get; init; }

    /// <summary>Failed tasks of the job that goes on; null when they were not counted.</summary>
    public int? Failures { get; init; }
}

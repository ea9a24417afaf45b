using Autobatch.Functions.Runs.Keys;

namespace Autobatch.Functions.Runs;

/// <summary>Where a run stands after it has added tasks, or what holds it up.</summary>
internal sealed record SubmittedPart(TaskCursor Next, Hold? Hold)
{
    /// <summary>What shows that a storage key was made anew; null when nothing does.</summary>
    public StaleKeys? Keys { get; init; }

    /// <summary>Which tasks can never run and take up the whole share, so that no further one can be added; null when that is not so.</summary>
    public string? Blocked { get; init; }
}

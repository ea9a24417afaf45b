using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Placing;

/// <summary>Where a run goes.</summary>
/// <param name="Account">The account; the one where it is when it stays.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="CanMove">Whether another account may take the run over.</param>
/// <param name="LookEvery">The longest time between two looks at its job; null for the flow's own.</param>
/// <param name="Hold">What it has to wait for before it has an account; null when nothing.</param>
internal sealed record Placed(string Account, string Reason, bool CanMove, TimeSpan? LookEvery, Hold? Hold = null)
{
    /// <summary>The id of the job there; null for the one that the run has. Within one account the next job needs its own.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether the run's workload may have only so many active tasks in an account.</summary>
    public bool Capped { get; init; }
}

namespace Autobatch.Placement;

/// <summary>What one run has of its workload's tasks in an account.</summary>
/// <param name="Place">The run's place in the order, as text that sorts.</param>
/// <param name="Granted">Tasks that it may have added so far.</param>
/// <param name="Done">How many of them were seen completed, at most <paramref name="Granted"/>.</param>
/// <param name="WantsMore">Whether it has tasks left to add.</param>
public sealed record WorkloadPart(string Place, int Granted, int Done, bool WantsMore)
{
    /// <summary>Tasks that are there and not known to be completed.</summary>
    public int Active => Math.Max(0, Granted - Done);
}

namespace Autobatch.Placement;

/// <summary>Which account takes a run, and why.</summary>
/// <param name="Account">The account.</param>
/// <param name="Reason">Why this one, in one sentence.</param>
/// <param name="Obstacle">Why it cannot take the run now, when none can; null when it can.</param>
public sealed record PlacementChoice(string Account, string Reason, string? Obstacle);

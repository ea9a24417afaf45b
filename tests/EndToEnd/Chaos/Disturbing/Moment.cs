namespace Autobatch.EndToEnd.Chaos.Disturbing;

/// <summary>One disturbance.</summary>
/// <param name="Pause">Time since the disturbance before it; what that ended may not be up again yet.</param>
internal sealed record Moment(TimeSpan Pause, DisturbanceKind Kind);

namespace Autobatch.Functions.Runs;

/// <summary>A phase that a run has entered.</summary>
/// <param name="Name">One of <see cref="RunStage"/>.</param>
/// <param name="At">When, by the run's own clock.</param>
internal sealed record RunPhase(string Name, DateTimeOffset At);

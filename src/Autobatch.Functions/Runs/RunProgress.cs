namespace Autobatch.Functions.Runs;

/// <summary>The custom status of a run's orchestration.</summary>
/// <param name="Stage">One of <see cref="RunStage"/>.</param>
/// <param name="Tasks">Tasks of the run, once known.</param>
/// <param name="WaitingFor">A name of <see cref="Autobatch.Runs.WaitingReason"/> while the run cannot go on.</param>
/// <param name="WaitingDetail">What exactly it waits for.</param>
/// <param name="WaitingSince">Since when.</param>
/// <param name="WaitingDeadline">When it gives up.</param>
/// <param name="Phases">Phases that it entered.</param>
internal sealed record RunProgress(
    string Stage,
    int? Tasks = null,
    string? WaitingFor = null,
    string? WaitingDetail = null,
    DateTimeOffset? WaitingSince = null,
    DateTimeOffset? WaitingDeadline = null,
    IReadOnlyList<RunPhase>? Phases = null);

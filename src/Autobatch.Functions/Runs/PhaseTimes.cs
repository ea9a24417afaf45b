using Autobatch.Functions.Api.Description;

namespace Autobatch.Functions.Runs;

/// <summary>How long a run was in a phase.</summary>
/// <param name="Name">One of <see cref="RunStage"/>.</param>
/// <param name="StartedAt">When it entered it.</param>
/// <param name="EndedAt">When it left it; missing for the one it is in.</param>
internal sealed record PhaseTimes([property: ValuesOf(typeof(RunStage))] string Name, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

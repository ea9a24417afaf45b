using System.Globalization;

namespace Autobatch.Functions.Runs;

/// <summary>The phases of a run in order, noted as it goes: the one source of its timeline, of its trace and of what is measured.</summary>
internal static class RunPhases
{
    // A run that moves on and on stays in the last one, so that its state does not grow.
    private const int Most = 32;

    /// <summary>The list with a phase that is entered now, unless it is the one that the run is in.</summary>
    public static IReadOnlyList<RunPhase> Enter(IReadOnlyList<RunPhase>? phases, string name, DateTimeOffset now) => phases switch
    {
        null or [] => [new RunPhase(name, now)],
        [.., var last] when last.Name == name || phases.Count == Most => phases,
        _ => [.. phases, new RunPhase(name, now)],
    };

    /// <summary>The phases with their ends.</summary>
    /// <param name="phases">As noted; null for a run of which none were.</param>
    /// <param name="endedAt">When the run ended; null while it goes on.</param>
    public static IReadOnlyList<PhaseTimes> Times(IReadOnlyList<RunPhase>? phases, DateTimeOffset? endedAt) => phases is null
        ? []
        : [.. phases.Select((phase, i) => new PhaseTimes(phase.Name, phase.At, i + 1 < phases.Count ? phases[i + 1].At : endedAt))];

    /// <summary>One text of the ledger: <c>name@milliseconds</c>, with commas.</summary>
    public static string? Write(IReadOnlyList<RunPhase>? phases) => phases is null
        ? null
        : string.Join(',', phases.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}@{p.At.ToUnixTimeMilliseconds()}")));

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<RunPhase>? Read(string? text) => text is null
        ? null
        : [.. text.Split(',').Select(p => p.Split('@')).Select(p => new RunPhase(p[0], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(p[1], CultureInfo.InvariantCulture))))];
}

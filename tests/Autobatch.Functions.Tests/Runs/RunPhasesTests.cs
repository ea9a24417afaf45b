using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Tests.Runs;

public sealed class RunPhasesTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Phase_is_entered_once_however_often_the_flow_says_so()
    {
        IReadOnlyList<RunPhase> phases = Enter("Planning", "Preparing", "Preparing", "Moving", "Preparing");

        Assert.Equal(["Planning", "Preparing", "Moving", "Preparing"], phases.Select(p => p.Name));
    }

    [Fact]
    public void Phase_lasts_until_the_next_one_or_the_end()
    {
        IReadOnlyList<RunPhase> phases = Enter("Planning", "Watching");

        Assert.Equal([new("Planning", s_start, s_start.AddSeconds(1)), new PhaseTimes("Watching", s_start.AddSeconds(1), null)], RunPhases.Times(phases, null));
        Assert.Equal(s_start.AddSeconds(9), RunPhases.Times(phases, s_start.AddSeconds(9))[^1].EndedAt);
        Assert.Empty(RunPhases.Times(null, s_start));
    }

    [Fact]
    public void List_does_not_grow_for_ever() => Assert.Equal(32, Enter([.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "Preparing" : "Moving")]).Count);

    [Fact]
    public void Ledger_gives_back_what_it_was_given()
    {
        IReadOnlyList<RunPhase> phases = Enter("Planning", "Preparing", "Watching");

        Assert.Equal(phases, RunPhases.Read(RunPhases.Write(phases)));
        Assert.Null(RunPhases.Read(RunPhases.Write(null)));
    }

    private static IReadOnlyList<RunPhase> Enter(params string[] names)
    {
        IReadOnlyList<RunPhase>? phases = null;
        foreach ((int second, string name) in names.Index())
        {
            phases = RunPhases.Enter(phases, name, s_start.AddSeconds(second));
        }

        return phases!;
    }
}

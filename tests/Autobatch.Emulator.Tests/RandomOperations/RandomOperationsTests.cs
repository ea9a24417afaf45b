using CsCheck;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Random legal and illegal operations on a whole emulator: whatever is asked for in whatever order, the invariants hold and nothing hangs.</summary>
public sealed class RandomOperationsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Whatever_is_asked_for_the_invariants_hold_and_nothing_hangs(bool realistic) => Step.Program.SampleAsync(
        async program =>
        {
            await using var run = new RandomRun(realistic);
            await run.RunAsync(program);
        },
        iter: int.TryParse(Environment.GetEnvironmentVariable("AUTOBATCH_RANDOM_PROGRAMS"), out var programs) ? programs : 150,
        threads: 2,
        print: program => string.Join(",\n", program));
}

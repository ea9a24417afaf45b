using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>
/// Random legal and illegal operations on a whole emulator: whatever is asked for in whatever order, the invariants hold and nothing hangs.
/// It is some seconds for each kind of emulator; <c>AUTOBATCH_RANDOM_SECONDS</c> makes it longer.
/// </summary>
public sealed partial class RandomOperationsTests
{
    private static readonly int s_seconds = int.Parse(Environment.GetEnvironmentVariable("AUTOBATCH_RANDOM_SECONDS") ?? "4", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Whatever_is_asked_for_the_invariants_hold_and_nothing_hangs(bool realistic, bool onDisk)
    {
        var programs = 0;
        try
        {
            await Step.Program.SampleAsync(
                async program =>
                {
                    Interlocked.Increment(ref programs);
                    await using var run = new RandomRun(realistic, onDisk);
                    await run.RunAsync(program);
                },
                time: s_seconds,
                threads: 2,
                print: program => string.Join(",\n", program));
        }
        catch (CsCheckException e) when (Seed().Match(e.Message) is { Success: true } seed)
        {
            Assert.Fail($"Once more: {seed.Value} dotnet test --project tests/Autobatch.Emulator.Tests -- --filter-class '*RandomOperationsTests'\n{e.Message}\n{e.InnerException?.Message}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{programs} programs");
    }

    [GeneratedRegex(@"CsCheck_Seed=[\w-]+")]
    private static partial Regex Seed();
}

using Autobatch.Emulator.Faults;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Which occasions a rule takes.</summary>
public sealed class ChanceTests
{
    [Fact]
    public void The_same_seed_takes_the_same_occasions_and_another_takes_others()
    {
        Assert.Equal(Taken(0.3, 7), Taken(0.3, 7));
        Assert.NotEqual(Taken(0.3, 7), Taken(0.3, 8));
        Assert.NotEqual(Taken(0.3, Chance.SeedOf("one")), Taken(0.3, Chance.SeedOf("two")));
    }

    /// <summary>What a seed means must not change: recorded runs are repeated by it.</summary>
    [Fact]
    public void A_seed_means_the_same_for_ever() => Assert.Equal([20, 21, 25, 28, 55], Taken(0.1, 1).Take(5));

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void So_many_are_taken_as_the_probability_says(double probability)
    {
        var taken = Taken(probability, 12345, 100_000).Count;

        // Five standard deviations.
        var spread = 5 * Math.Sqrt(100_000 * probability * (1 - probability));
        Assert.InRange(taken, (100_000 * probability) - spread, (100_000 * probability) + spread);
    }

    [Fact]
    public void Zero_takes_none_and_one_takes_all_after_those_that_are_skipped()
    {
        Assert.Empty(Taken(0, 1));
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => (long)n), Taken(1, 1));
        Assert.Equal(Enumerable.Range(3, 997).Select(n => (long)n), Taken(1, 1, skip: 3));
        Assert.Equal(Taken(0.5, 9).Where(n => n >= 100), Taken(0.5, 9, skip: 100));
    }

    private static List<long> Taken(double probability, long seed, int occasions = 1000, int skip = 0)
    {
        var chance = new Chance(probability, seed, skip);
        return [.. Enumerable.Range(0, occasions).Select(n => (long)n).Where(chance.Takes)];
    }
}

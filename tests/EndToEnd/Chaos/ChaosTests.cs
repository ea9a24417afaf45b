using Autobatch.EndToEnd.Chaos.Disturbing;
using Autobatch.EndToEnd.Chaos.Services;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Chaos;

/// <summary>Whatever is killed, whenever: every run ends, outputs are those of undisturbed runs, nothing leaks and nothing that succeeded runs again.</summary>
public sealed class ChaosTests
{
    private const int Seed = 20261126;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_runs_end_as_undisturbed_ones_whatever_is_killed_meanwhile()
    {
        await using ChaosServices services = await ChaosServices.StartAsync(Cancel);
        Round round = new(services, Seed, s_patience, Cancel);
        await round.CalmAsync();

        IReadOnlyList<Moment> done = await round.DisturbedAsync("short", new Queue<Moment>(DisturbancePlan.OneOfEach(Seed)));

        Assert.True(done.Count >= 3, "the load ended before it was disturbed");
        Assert.True(round.Successes > 0, "no disturbance met a recorded success");
        await round.PurgeAsync();
    }

    [Fact]
    public async Task Twenty_runs_end_as_undisturbed_ones_while_a_tenth_of_everything_fails()
    {
        await using ChaosServices services = await ChaosServices.StartAsync(Cancel);
        Round round = new(services, Seed, s_patience, Cancel);
        await round.CalmAsync();

        Dictionary<string, int> acted = await round.FaultyAsync("faulty", FaultRules.Tenth(Seed));

        AssertActed(acted);
        Assert.True(round.Successes > 0, "nobody looked while it went on");

        // What Batch fails is failed, and named; run again until it is not, it ends as undisturbed.
        AssertActed(await round.FaultyAsync("files", FaultRules.TenthAndFiles(Seed), mend: true));
        Assert.True(round.Reruns > 0, "no file failed a task");
    }

    [Fact]
    public async Task Twenty_runs_end_as_undisturbed_ones_although_the_disks_fill_meanwhile()
    {
        Assert.SkipUnless(SmallDisk.CanMount(), SmallDisk.NoMount);
        await using ChaosServices services = await ChaosServices.StartAsync(Cancel, onSmallDisks: true);
        Round round = new(services, Seed, s_patience, Cancel);
        await round.CalmAsync();

        IReadOnlyList<Moment> done = await round.DisturbedAsync("full", new Queue<Moment>(DisturbancePlan.FullDisks(Seed)));

        Assert.Contains(done, moment => moment.Kind == DisturbanceKind.FillDisks);
        await round.PurgeAsync();
    }

    [Fact]
    public void Same_seed_gives_the_same_plan()
    {
        Assert.Equal(DisturbancePlan.Random(7, 100), DisturbancePlan.Random(7, 100));
        Assert.NotEqual(DisturbancePlan.Random(7, 100), DisturbancePlan.Random(8, 100));
        Assert.Equal(Enum.GetValues<DisturbanceKind>().Where(kind => kind != DisturbanceKind.FillDisks).Order(), DisturbancePlan.Random(7, 100).Select(moment => moment.Kind).Distinct().Order());
    }

    private static void AssertActed(Dictionary<string, int> acted) => Assert.All(acted, rule => Assert.True(rule.Value > 0, $"'{rule.Key}' never acted"));
}

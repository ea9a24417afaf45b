using Autobatch.Placement;
using CsCheck;

namespace Autobatch.Tests.Placement;

public sealed class PlacerTests
{
    private static readonly PlacementRequest s_preferred = new(PlacementPolicy.Preferred, "homestore", "north", false);

    [Fact]
    public void Preferred_is_the_account_of_the_home_first_and_then_the_order()
    {
        PlacementCandidate[] candidates = [Of("a"), Of("b") with { Storage = "homestore" }, Of("c")];

        Assert.Equal("b", Placer.Choose(s_preferred, candidates).Account);
        Assert.Equal("a", Placer.Choose(s_preferred, [candidates[0], candidates[1] with { Answers = false }, candidates[2]]).Account);
        Assert.Contains("'b' cannot take it: it does not answer", Placer.Choose(s_preferred, [candidates[0], candidates[1] with { Answers = false }]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_of_a_manifest_counts_whatever_the_policy_and_a_single_account_is_waited_for()
    {
        PlacementRequest named = new(PlacementPolicy.LeastLoaded, "homestore", null, true);
        PlacementCandidate full = Of("a") with { OurJobs = 5, OurJobQuota = 5 };

        Assert.Equal("a", Placer.Choose(named, [Of("a") with { ActiveJobs = 90, JobQuota = 100 }, Of("b")]).Account);
        Assert.Equal("b", Placer.Choose(named, [full, Of("b")]).Account);
        PlacementChoice pinned = Placer.Choose(named, [full]);
        Assert.Equal("a", pinned.Account);
        Assert.Contains("5 runs of ours", pinned.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Spread_counts_our_jobs_and_least_loaded_the_part_of_the_quota_that_is_in_use()
    {
        PlacementCandidate[] candidates =
            [Of("small") with { OurJobs = 3, ActiveJobs = 3, JobQuota = 10 }, Of("large") with { OurJobs = 4, ActiveJobs = 4, JobQuota = 100 }];

        Assert.Equal("small", Placer.Choose(s_preferred with { Policy = PlacementPolicy.Spread }, candidates).Account);
        Assert.Equal("large", Placer.Choose(s_preferred with { Policy = PlacementPolicy.LeastLoaded }, candidates).Account);
    }

    [Fact]
    public void Near_data_goes_by_the_autostorage_account_and_then_by_the_region()
    {
        PlacementRequest near = s_preferred with { Policy = PlacementPolicy.NearData, HomeRegion = "northeurope" };
        PlacementCandidate[] candidates = [Of("far"), Of("near") with { Region = "North Europe" }, Of("home") with { Region = "northeurope", Storage = "HomeStore" }];

        Assert.Equal(["home", "near", "far"], Placer.Rank(near, candidates).Select(c => c.Name));
        Assert.Equal("near", Placer.Choose(near, [.. candidates[..2], candidates[2] with { Drained = true }]).Account);
    }

    [Fact]
    public void Quotas_of_cores_and_pools_stand_against_an_account_only_when_a_pool_has_to_be_made()
    {
        PlacementCandidate tight = Of("a") with { Cores = 98, CoreQuota = 100, Pools = 3, PoolQuota = 3 };

        Assert.Null(tight.Obstacle());
        Assert.Contains("4 cores", (tight with { NeedsPool = true, PoolQuota = 9, NewNodeCores = 4 }).Obstacle(), StringComparison.Ordinal);
        Assert.Null((tight with { NeedsPool = true, PoolQuota = 9, NewNodeCores = 2 }).Obstacle());
        Assert.Contains("3 pools", (tight with { NeedsPool = true }).Obstacle(), StringComparison.Ordinal);
    }

    [Fact]
    public void Drained_account_is_taken_only_when_there_is_no_other() => Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 12]).Array[1, 6].Sample(facts =>
    {
        PlacementCandidate[] candidates = [.. facts.Select((f, i) => Of($"a{i}") with { Drained = f.Item1, Answers = f.Item2, OurJobs = f.Item3, OurJobQuota = 10 })];
        foreach (string policy in PlacementPolicy.All)
        {
            PlacementChoice choice = Placer.Choose(s_preferred with { Policy = policy }, candidates);
            PlacementCandidate chosen = candidates.Single(c => c.Name == choice.Account);
            Assert.Equal(candidates.Any(c => c.Obstacle() is null), choice.Obstacle is null);
            Assert.True(!chosen.Drained || candidates.All(c => c.Drained));
            Assert.Equal(chosen.Obstacle(), choice.Obstacle);
        }
    });

    [Theory]
    [InlineData("Standard_D2s_v3", 2)]
    [InlineData("STANDARD_D16S_V5", 16)]
    [InlineData("Standard_M64-32ms", 32)]
    [InlineData("Standard_NC24ads_A100_v4", 24)]
    [InlineData("Standard_HB120rs_v3", 120)]
    [InlineData("odd", null)]
    [InlineData(null, null)]
    public void Cores_are_read_from_the_name_of_the_size(string? size, int? cores) => Assert.Equal(cores, VmCores.Of(size));

    private static PlacementCandidate Of(string name) => new() { Name = name };
}

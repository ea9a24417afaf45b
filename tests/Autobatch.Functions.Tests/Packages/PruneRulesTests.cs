using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages.Catalog;

namespace Autobatch.Functions.Tests.Packages;

public sealed class PruneRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PruneOptions s_options = new() { KeepVersions = 1, MinAge = TimeSpan.FromDays(30) };

    [Fact]
    public void Old_versions_that_nobody_uses_go()
    {
        IReadOnlyList<CatalogVersion> judged = PruneRules.Judge(
            [Version("1", 90), Version("2", 80, uses: "pool p"), Version("3", 20), Version("4", 10), Version("5", 70, state: "Pending")], null, true, s_options, s_now);

        Assert.Equal(["4", "3", "5", "2", "1"], judged.Select(v => v.Version));
        Assert.Equal("1", Assert.Single(judged, v => v.WouldPrune).Version);
        Assert.Equal(["it is among the 1 newest", "it is younger than 30.00:00:00", "it is not active", "it is used"], judged.Take(4).Select(v => v.KeptBecause!));
    }

    [Theory]
    [InlineData(null, false, "allowUpdates")]
    [InlineData("pools/x.pool.json is no JSON", true, "no JSON")]
    public void Nothing_goes_that_cannot_be_deleted_or_is_not_known_to_be_unused(string? unread, bool allowUpdates, string because) =>
        Assert.Contains(because, PruneRules.Judge([Version("1", 90), Version("2", 80)], unread, allowUpdates, s_options, s_now)[1].KeptBecause, StringComparison.Ordinal);

    private static CatalogVersion Version(string version, int daysOld, string state = "Active", params string[] uses) =>
        new(version, state, null, s_now.AddDays(-daysOld), null, null, uses, null);
}

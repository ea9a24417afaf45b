using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Packages;

/// <summary>Batch compares versions without regard to case, so blobs that differ by case alone are drops of one version at once.</summary>
public sealed class ConcurrentDropTests(AppFixture fixture)
{
    private static readonly string[] s_oneVersion = ["rel", "Rel", "rEl", "reL", "REl", "rEL", "ReL", "REL"];

    [Fact]
    public async Task Different_contents_at_once_leave_one_version_of_one_content()
    {
        RunningApp app = fixture.App;
        string application = Registrations.Unique();
        BinaryData[] zips = [.. s_oneVersion.Select(v => Zips.Of(("a.txt", v)))];

        JsonElement[] ends = await Task.WhenAll(s_oneVersion.Select((v, i) => app.RegisterAsync(application, v, zips[i])));

        int winner = Array.FindIndex(ends, e => e.GetProperty("status").GetString() == "Completed");
        Assert.Single(ends, e => e.GetProperty("status").GetString() == "Completed");
        Assert.Equal(7, ends.Count(e => e.TryGetProperty("error", out JsonElement error) && error.GetProperty("code").GetString() == "PackageVersionChanged"));
        Assert.True(await app.IsActiveAsync(application, "rel"));
        Assert.Equal(zips[winner].Sha256(), await app.ContentAsync(application, "rel"));
    }

    [Fact]
    public async Task Same_content_at_once_is_one_version_and_no_error()
    {
        RunningApp app = fixture.App;
        string application = Registrations.Unique();
        BinaryData zip = Zips.Of(("a.txt", "same"));

        JsonElement[] ends = await Task.WhenAll(s_oneVersion.Select(v => app.RegisterAsync(application, v, zip)));

        Assert.All(ends, e => Assert.Equal("Completed", e.GetProperty("status").GetString()));
        Assert.Equal(zip.Sha256(), await app.ContentAsync(application, "rel"));
    }

    [Fact]
    public async Task Updates_at_once_end_with_the_content_that_the_ledger_tells()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Packages:AllowUpdates", "true"));
        string application = Registrations.Unique();
        string[] drops = s_oneVersion[..4];
        BinaryData[] zips = [.. drops.Select(v => Zips.Of(("a.txt", v)))];

        JsonElement[] ends = await Task.WhenAll(drops.Select((v, i) => app.RegisterAsync(application, v, zips[i])));

        Assert.All(ends, e => Assert.Equal("Completed", e.GetProperty("status").GetString()));
        string content = await app.ContentAsync(application, "rel");
        Assert.Contains(content, zips.Select(z => z.Sha256()));
        Assert.Equal(content, (await app.ReservationAsync(application, "rel"))!.Sha256);
        Assert.True(await app.IsActiveAsync(application, "rel"));
    }
}

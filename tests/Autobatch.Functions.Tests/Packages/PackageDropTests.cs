using System.Text.Json;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Tests.Support;
using Autobatch.Packages;
using Autobatch.Testing;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

public sealed class PackageDropTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    private BatchAccount Account => _app.Services.GetRequiredService<BatchAccounts>().First;

    [Fact]
    public async Task Zip_becomes_an_active_version_and_the_first_one_the_default()
    {
        string application = Unique();
        await _app.DropAsync("Packages", $"{application}/1.0.zip", Zips.Of(("a.txt", "one")));

        await ActiveAsync(application, "1.0");

        await Wait.UntilAsync(
            async () => (await PackageVersions.FindApplicationAsync(Account, application, TestContext.Current.CancellationToken))?.DefaultVersion == "1.0",
            "1.0 is the default version",
            cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Identical_zip_is_a_no_op_and_a_changed_one_is_refused()
    {
        string application = Unique();
        await _app.DropAsync("Packages", $"{application}/1.zip", Zips.Of(("a.txt", "one")));
        await ActiveAsync(application, "1");

        string same = await _app.DropAsync("Packages", $"{application}/1.zip", Zips.Of(("a.txt", "one")));
        JsonElement unchanged = await _app.EndOfAsync(same);
        string changed = await _app.DropAsync("Packages", $"{application}/1.zip", Zips.Of(("a.txt", "two")));
        JsonElement refused = await _app.EndOfAsync(changed);

        Assert.Equal("Completed", unchanged.GetProperty("status").GetString());
        Assert.Equal("Rejected", refused.GetProperty("status").GetString());
        Assert.Equal("PackageVersionChanged", (await _app.ReadJsonAsync("Results", $"{changed}/error.json")).GetProperty("code").GetString());
        Assert.Equal(BatchApplicationPackageState.Active, (await FindAsync(application, "1"))?.State);
    }

    [Fact]
    public async Task Broken_zip_leaves_an_error_and_no_version()
    {
        string application = Unique();

        string id = await _app.DropAsync("Packages", $"{application}/1.zip", BinaryData.FromString("PK this is no zip"));
        JsonElement rejected = await _app.EndOfAsync(id);

        Assert.Equal("Rejected", rejected.GetProperty("status").GetString());
        Assert.Equal("CorruptPackage", (await _app.ReadJsonAsync("Results", $"{id}/error.json")).GetProperty("code").GetString());
        Assert.Null(await FindAsync(application, "1"));
    }

    [Fact]
    public async Task Bad_name_is_refused_by_name()
    {
        string id = await _app.DropAsync("Packages", $"{Unique()}.zip", Zips.Of(("a.txt", "one")));

        JsonElement rejected = await _app.EndOfAsync(id);

        Assert.Equal("BadPackageName", rejected.GetProperty("error").GetProperty("code").GetString());
    }

    private static string Unique() => $"p{Guid.NewGuid():n}"[..16];

    private Task<Azure.ResourceManager.Batch.BatchApplicationPackageData?> FindAsync(string application, string version) =>
        PackageVersions.FindAsync(Account, new PackageName(application, version), TestContext.Current.CancellationToken);

    private Task ActiveAsync(string application, string version) => Wait.UntilAsync(
        async () => (await FindAsync(application, version))?.State == BatchApplicationPackageState.Active,
        $"{application} {version} is active",
        TimeSpan.FromSeconds(60),
        TestContext.Current.CancellationToken);
}

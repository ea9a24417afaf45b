using System.Text.Json;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Tests.Packages.Unzip;
using Autobatch.Functions.Tests.Support;
using Autobatch.Packages;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

public sealed class HostilePackageTests(AppFixture fixture)
{
    [Fact]
    public async Task Every_hostile_zip_ends_with_its_code_and_leaves_no_version()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Packages:MaxEntries", "60000"), ("Autobatch:Packages:MaxBytes", "200000"));
        Dictionary<string, (BinaryData Zip, string Code, string Detail)> all = new(HostileZips.All)
        {
            ["over-large"] = (new BinaryData(new byte[200_001]), "PackageTooLarge", "200001 bytes"),
        };
        BatchAccount account = app.Services.GetRequiredService<BatchAccounts>().First;

        await Task.WhenAll(all.Select((hostile, i) => RefusedAsync(app, account, $"h{i}", hostile.Key, hostile.Value.Zip, hostile.Value.Code, hostile.Value.Detail)));
    }

    [Theory]
    [InlineData("a b/1.zip")]
    [InlineData("app/.hidden.zip")]
    [InlineData("app/1/2.zip")]
    [InlineData("app/1.tar")]
    [InlineData("näme/1.zip")]
    [InlineData("a b/default.txt")]
    public async Task Bad_blob_name_is_refused(string name)
    {
        string id = await fixture.App.DropAsync("Packages", name, Zips.Of(("a.txt", "one")));

        JsonElement rejected = await fixture.App.EndOfAsync(id);

        Assert.Equal("Rejected", rejected.GetProperty("status").GetString());
        Assert.Equal("BadPackageName", rejected.GetProperty("error").GetProperty("code").GetString());
    }

    private static async Task RefusedAsync(RunningApp app, BatchAccount account, string application, string what, BinaryData zip, string code, string detail)
    {
        string id = await app.DropAsync("Packages", $"{application}/1.zip", zip);
        JsonElement rejected = await app.EndOfAsync(id);

        Assert.Equal((what, "Rejected"), (what, rejected.GetProperty("status").GetString()));
        JsonElement error = await app.ReadJsonAsync("Results", $"{id}/error.json");
        Assert.Equal((what, code), (what, error.GetProperty("code").GetString()));
        Assert.Contains(detail, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null(await PackageVersions.FindAsync(account, new PackageName(application, "1"), TestContext.Current.CancellationToken));
    }
}

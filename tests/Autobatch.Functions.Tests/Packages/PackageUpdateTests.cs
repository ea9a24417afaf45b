using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Azure;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Tests.Packages;

public sealed class PackageUpdateTests(AppFixture fixture)
{
    // Emulators of several tests share one storage account, where an application's container is named after it.
    private readonly string _application = Registrations.Unique();

    private static readonly (string, string) s_allow = ("Autobatch:Packages:AllowUpdates", "true");

    [Fact]
    public async Task Changed_zip_takes_the_version_over_without_a_moment_in_which_none_is_active()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_allow);
        BinaryData changed = Zips.Of(("a.txt", "two"));
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "one")));
        string id = await app.DropAsync("Packages", $"{_application}/1.zip", changed);
        Task<JsonElement> ending = app.EndOfAsync(id);
        int looks = 0;
        do
        {
            Assert.True(await app.IsActiveAsync(_application, "1"));
            looks++;
        }
        while (!ending.IsCompleted);

        Assert.Equal("Completed", (await ending).GetProperty("status").GetString());
        Assert.True(looks > 1);
        Assert.Equal(changed.Sha256(), await app.ContentAsync(_application, "1"));
        Assert.NotNull((await app.ReservationAsync(_application, "1"))!.ReplacedAt);
    }

    [Fact]
    public async Task Run_is_told_that_nodes_keep_the_old_bytes()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_allow);
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "one")));
        JsonElement before = await RunAsync(app, "before");
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "two")));

        JsonElement after = await RunAsync(app, "after");

        Assert.Empty(before.GetProperty("warnings").EnumerateArray());
        JsonElement warning = Assert.Single(after.GetProperty("warnings").EnumerateArray());
        Assert.Equal("PackageContentReplaced", warning.GetProperty("code").GetString());
        Assert.Contains($"{_application} 1", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        JsonElement told = await app.GetAsync($"api/runs/{after.GetProperty("runId").GetString()}");
        Assert.Equal("PackageContentReplaced", told.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.Equal("1", told.GetProperty("packages")[0].GetProperty("version").GetString());
        Assert.Equal("one", await app.GetTextAsync($"api/runs/{after.GetProperty("runId").GetString()}/tasks/t0/files/stdout.txt"));
    }

    [Fact]
    public async Task Application_that_allows_no_updates_keeps_its_content()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_allow);
        BinaryData first = Zips.Of(("a.txt", "one"));
        await app.RegisterAsync(_application, "1", first);
        await app.Account().Resource.GetBatchApplications().CreateOrUpdateAsync(
            WaitUntil.Completed, _application, new BatchApplicationData { AllowUpdates = false }, TestContext.Current.CancellationToken);

        JsonElement refused = await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "two")));

        Assert.Equal("PackageVersionChanged", refused.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("allowUpdates", refused.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(first.Sha256(), await app.ContentAsync(_application, "1"));
    }

    [Fact]
    public async Task Version_that_was_deleted_is_made_again_from_the_same_zip()
    {
        RunningApp app = fixture.App;
        BinaryData zip = Zips.Of(("a.txt", "one"));
        await app.RegisterAsync(_application, "1", zip);
        await app.Account().Package(_application, "1").DeleteAsync(WaitUntil.Completed, TestContext.Current.CancellationToken);

        JsonElement again = await app.RegisterAsync(_application, "1", zip);

        Assert.Equal("Completed", again.GetProperty("status").GetString());
        Assert.True(await app.IsActiveAsync(_application, "1"));
    }

    private async Task<JsonElement> RunAsync(RunningApp app, string id)
    {
        string manifest = $$"""
            {"schemaVersion":"1.0","id":"{{id}}","tasks":[{"id":"t0","commandLine":"/bin/sh -c 'printf %s $(cat $AZ_BATCH_APP_PACKAGE_{{_application}}_1/a.txt)'",
             "applicationPackageReferences":[{"applicationId":"{{_application}}","version":"1"}]}]}
            """;
        string runId = await app.DropAsync("Jobs", $"{id}.job.json", manifest);
        Assert.Equal("Completed", (await app.EndOfAsync(runId)).GetProperty("status").GetString());
        return await app.ReadJsonAsync("Results", $"{runId}/result.json");
    }
}

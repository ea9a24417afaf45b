using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class PackagePinTests(AppFixture fixture)
{
    // Emulators of several tests share one storage account, where an application's container is named after it.
    private readonly string _application = Registrations.Unique();

    [Fact]
    public async Task Run_keeps_the_version_that_it_was_given_when_the_default_changes_and_the_app_restarts()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        await app.UploadAsync("Packages", $"{_application}/1.0.zip", Zips.Of(("a.txt", "one")));
        await app.DropAsync("Packages", $"{_application}/default.txt", "1.0");
        string runId = await app.DropAsync("Jobs", "pinned.job.json", Manifest);
        await app.StatusAsync(runId, "Waiting");
        await app.RegisterAsync(_application, "2.0", Zips.Of(("a.txt", "two")));
        await app.EndOfAsync(await app.DropAsync("Packages", $"{_application}/default.txt", "2.0"));
        Assert.Equal("2.0", await app.DefaultVersionAsync(_application));
        await app.RestartAsync();

        await app.PostEventAsync("Packages", $"{_application}/1.0.zip");
        JsonElement run = await app.EndOfAsync(runId);

        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal("1.0", Assert.Single(run.GetProperty("packages").EnumerateArray()).GetProperty("version").GetString());
        JsonElement result = await app.ReadJsonAsync("Results", $"{runId}/result.json");
        Assert.Equal("1.0", Assert.Single(result.GetProperty("packages").EnumerateArray()).GetProperty("version").GetString());

        // Nodes set the variable without a version only for references without one: the task named it.
        Assert.Equal("one 0", await app.GetTextAsync($"api/runs/{runId}/tasks/t0/files/stdout.txt"));
    }

    [Fact]
    public async Task Manifest_without_a_version_waits_for_the_first_one_that_is_being_registered()
    {
        RunningApp app = fixture.App;
        await app.UploadAsync("Packages", $"{_application}/3.zip", Zips.Of(("a.txt", "three")));
        string runId = await app.DropAsync("Jobs", $"{_application}.job.json", Manifest);
        await app.StatusAsync(runId, "Waiting");

        await app.PostEventAsync("Packages", $"{_application}/3.zip");

        JsonElement run = await app.EndOfAsync(runId);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal("3", run.GetProperty("packages")[0].GetProperty("version").GetString());
    }

    private string Manifest => $$"""
        {"schemaVersion":"1.0","id":"pinned","tasks":[{"id":"t0","commandLine":"/bin/sh -c 'printf \"%s %s\" $(cat $AZ_BATCH_APP_PACKAGE_{{_application}}/a.txt) $(env | grep -c ^AZ_BATCH_APP_PACKAGE_[p]{{_application[1..]}}=)'",
         "applicationPackageReferences":[{"applicationId":"{{_application}}"}]}]}
        """;
}

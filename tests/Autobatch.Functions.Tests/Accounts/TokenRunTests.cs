using System.Text.Json;
using Autobatch.Functions.Tests.Packages;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>An app that has no key at all: Azure.Identity gets its tokens from the emulator, and both planes take nothing else from it.</summary>
public sealed class TokenRunTests(AppFixture fixture)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_manifest_runs_without_any_key_in_both_modes_of_the_link(bool byIdentity)
    {
        string application = Registrations.Unique();
        await using RunningApp app = await RunningApp.StartByTokensAsync(fixture.Azurite, options => options with { AutoStorageByIdentity = byIdentity });
        await app.InputAsync("tokens/a.txt", "from storage");
        JsonElement registered = await app.RegisterAsync(application, "1", Zips.Of(("b.txt", "from the package")));
        Assert.True(registered.GetProperty("status").GetString() == "Completed", registered.ToString());

        string runId = await app.DropAsync("Jobs", "tokens.job.json", $$"""
            {"schemaVersion":"1.0","id":"tokens","tasks":[{"id":"t0",
             "commandLine":"/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{{application}}/b.txt tokens/a.txt'",
             "applicationPackageReferences":[{"applicationId":"{{application}}"}],
             "resourceFiles":[{"autoStorageContainerName":"{{app.Container("Inputs")}}","blobPrefix":"tokens/"}]}]}
            """);

        Assert.Equal("Completed", (await app.EndOfAsync(runId)).GetProperty("status").GetString());
        Assert.Equal("from the packagefrom storage", await app.GetTextAsync($"api/runs/{runId}/tasks/t0/files/stdout.txt"));
        JsonElement doctor = JsonElement.Parse(await app.GetTextAsync($"api/accounts/{RunningApp.Account}/doctor"));
        Assert.DoesNotContain(doctor.GetProperty("checks").EnumerateArray(), check => check.GetProperty("state").GetString() == "problem");
    }
}

using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Packages;

public sealed class ManagedIdentityTests(AppFixture fixture)
{
    // Emulators of several tests share one storage account, where an application's container is named after it.
    private readonly string _application = Registrations.Unique();

    [Fact]
    public async Task Linked_by_identity_the_zip_is_uploaded_with_the_rights_of_the_app_and_reaches_a_node()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, options => options with { AutoStorageByIdentity = true });
        BinaryData zip = Zips.Of(("a.txt", "by identity"));

        JsonElement registered = await app.RegisterAsync(_application, "1", zip);

        Assert.True(registered.GetProperty("status").GetString() == "Completed", registered.ToString());
        Assert.Empty((await app.VersionAsync(_application, "1"))!.StorageUri!.Query);
        Assert.Equal(zip.Sha256(), await app.ContentAsync(_application, "1"));
        string runId = await app.DropAsync("Jobs", "identity.job.json", $$"""
            {"schemaVersion":"1.0","id":"identity","tasks":[{"id":"t0","commandLine":"/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{{_application}}/a.txt'",
             "applicationPackageReferences":[{"applicationId":"{{_application}}"}]}]}
            """);
        Assert.Equal("Completed", (await app.EndOfAsync(runId)).GetProperty("status").GetString());
        Assert.Equal("by identity", await app.GetTextAsync($"api/runs/{runId}/tasks/t0/files/stdout.txt"));
    }
}

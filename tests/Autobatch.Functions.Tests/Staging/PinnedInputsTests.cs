using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;

namespace Autobatch.Functions.Tests.Staging;

public sealed class PinnedInputsTests(AppFixture fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Input_that_is_written_again_while_the_run_waits_fails_it_before_any_task_sees_it(bool again)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Runs:PackageWait", "00:02:00"));
        string application = Registrations.Unique();
        await app.InputAsync("p/b.txt", "old");
        await app.InputAsync("p/d.txt", "old");
        string id = await app.DropAsync("Jobs", "pinned.job.json", $$"""
            { "schemaVersion": "1.0", "id": "pinned", "applications": [ { "applicationId": "{{application}}", "version": "1" } ],
              "taskFactory": { "type": "taskPerFile", "source": { "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobPrefix": "p/" },
                "repeatTask": { "commandLine": "/bin/cat {fileName}", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ] } } }
            """);
        await app.WaitingAsync(id, WaitingReason.WaitingForPackage);

        // What comes beside the listed files is none of this run's.
        await app.InputAsync("p/a.txt", "new");
        await app.InputAsync("p/c.txt", "new");
        if (again)
        {
            await app.InputAsync("p/d.txt", "new");
        }

        await app.RegisterAsync(application, "1", Zips.Of(("f", "x")));
        JsonElement run = await app.EndOfAsync(id);

        if (again)
        {
            Assert.Equal(("Failed", "InputChanged"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
            Assert.Contains("p/d.txt", run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
            Assert.Equal((2, "old"), (run.GetProperty("tasks").GetProperty("succeeded").GetInt32(), await app.StdoutAsync(id, "1")));
        }
    }
}

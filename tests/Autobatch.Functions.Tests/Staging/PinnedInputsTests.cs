using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chunk_that_is_added_again_minds_only_changes_of_files_whose_tasks_are_not_there(bool added)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        using Gatepost gate = new();
        await app.InputAsync("p/a.txt", "old");
        await app.InputAsync("p/b.txt", "old");
        string id = await app.DropAsync("Jobs", "again.job.json", TestManifests.PerFile(app, "again", "p/", gate.Command));
        await app.RunningAsync(id, 2);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        LedgerEntry entry = (await app.Services.GetRequiredService<RunLedger>().FindAsync(id, cancel))!;
        RunJob job = new(RunningApp.Account, entry.JobId!, 2, 2, 1, false, true, TimeSpan.FromMinutes(1));
        await app.InputAsync("p/b.txt", "new");
        if (!added)
        {
            await app.Batch.DeleteTaskAsync(entry.JobId!, "1", cancel);
            await Wait.UntilAsync(async () => await app.Batch.GetTaskIfExistsAsync(entry.JobId!, "1", "id", cancel) is null, "the task is gone", cancellationToken: cancel);
        }

        // What the app's own look saw a moment ago is kept for seconds; this one looks for itself.
        ChunkAdding adding = ActivatorUtilities.CreateInstance<ChunkAdding>(app.Services, ActivatorUtilities.CreateInstance<PinnedInputs>(app.Services));
        ChunkWork work = new(RunInput.Of(entry), job, 0);
        Exception? refused = await Record.ExceptionAsync(async () => await adding.AddAsync(work.Run, job, await adding.BodiesAsync(work, cancel), cancel));

        Assert.Equal(added ? null : "InputChanged", (refused as FaultException)?.Code);
        Assert.True(added == (refused is null), refused?.ToString());
        gate.Open();
        await app.EndOfAsync(id);
    }
}

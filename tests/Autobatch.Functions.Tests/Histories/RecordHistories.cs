using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Watching;
using Autobatch.Histories;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>
/// Makes the histories of a new version: runs every scenario on the real runtime and writes what it left into the folder AUTOBATCH_RECORD. Kept
/// ones are not overwritten.
/// </summary>
public sealed class RecordHistories(AppFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Write_the_histories_of_every_scenario()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Runs:PackageWait", "00:10:00"));
        foreach (string name in (string[])["a.txt", "b.txt"])
        {
            await app.InputAsync($"in/{name}", name);
        }

        Recorder recorder = new(app);
        string run = await RunAsync(app, "completed", TestManifests.PerFile(app, "completed", "in/", "/bin/cat {fileName}"), RunStatus.Completed);
        await recorder.SaveAsync("run-completed", Ids.RunInstance(run));
        await recorder.SaveAsync("addtasks-completed", Ids.WindowInstance(run, 0));
        await recorder.SaveAsync("watch-ended", Ids.WatcherInstance(RunningApp.Account));

        run = await RunAsync(app, "merge", TestManifests.PerFile(app, "merge", "in/", "/bin/cat {fileName}", "/bin/true"), RunStatus.Completed);
        await recorder.SaveAsync("run-merge", Ids.RunInstance(run));
        await recorder.SaveAsync("addtasks-merge", Ids.WindowInstance(run, 0));

        run = await RunAsync(app, "sick", TestManifests.Commands("sick", "/bin/true", "/bin/false"), RunStatus.CompletedWithFailures);
        await recorder.SaveAsync("run-failed-task", Ids.RunInstance(run));

        run = await RunAsync(
            app,
            "nopool",
            """{ "schemaVersion": "1.0", "id": "nopool", "poolInfo": { "poolId": "nobody-made-me" }, "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }""",
            RunStatus.Failed);
        await recorder.SaveAsync("run-failed-preflight", Ids.RunInstance(run));

        run = await CancelledAsync(app);
        await recorder.SaveAsync("run-cancelled", Ids.RunInstance(run));

        run = await WaitedForPackageAsync(app);
        await recorder.SaveAsync("run-waited-for-package", Ids.RunInstance(run));
        await recorder.SaveAsync("register-completed", PackageInput.Instance(await IdAsync(app, "Packages", "late/1.zip")));

        string bad = await app.DropAsync("Packages", "bad/1.zip", BinaryData.FromString("no zip"));
        await app.EndOfAsync(bad);
        await recorder.SaveAsync("register-refused", PackageInput.Instance(bad));

        run = await TurnedOverAsync(app);
        await recorder.SaveAsync("run-first-generation", Ids.RunInstance(run), 0);
        await recorder.SaveAsync("run-next-generation", Ids.RunInstance(run), 1);

        string watcher = await WatcherTurnedOverAsync(app);
        await recorder.SaveAsync("watch-first-generation", watcher, 0);
    }

    private static async Task<string> RunAsync(RunningApp app, string name, string manifest, string status)
    {
        string id = await app.DropAsync("Jobs", $"{name}.job.json", manifest);
        JsonElement run = await app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == status, run.ToString());
        return id;
    }

    private static async Task<string> CancelledAsync(RunningApp app)
    {
        string id = await app.DropAsync("Jobs", "cancelled.job.json", TestManifests.Commands("cancelled", "/bin/sleep 600"));
        await RunningAsync(app, id);
        using HttpResponseMessage answer = await app.Http.PostAsync($"api/runs/{id}/cancel", null, Token);
        Assert.Equal(RunStatus.Canceled, (await app.EndOfAsync(id)).GetProperty("status").GetString());
        return id;
    }

    private static async Task<string> WaitedForPackageAsync(RunningApp app)
    {
        string id = await app.DropAsync("Jobs", "needs.job.json", """
            { "schemaVersion": "1.0", "id": "needs", "applications": [ { "applicationId": "late", "version": "1" } ], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
            """);
        await app.WaitingAsync(id, WaitingReason.WaitingForPackage);
        await app.DropAsync("Packages", "late/1.zip", Zips.Of(("a.txt", "a")));
        Assert.Equal(RunStatus.Completed, (await app.EndOfAsync(id)).GetProperty("status").GetString());
        return id;
    }

    /// <summary>Wakes a run so often that its history is full and it goes on in a second generation, and ends it there.</summary>
    private static async Task<string> TurnedOverAsync(RunningApp app)
    {
        string id = await app.DropAsync("Jobs", "long.job.json", TestManifests.Commands("long", "/bin/sleep 600"));
        await RunningAsync(app, id);
        DurableTaskClient client = app.Services.GetRequiredService<DurableTaskClient>();
        await Wait.UntilAsync(
            async () =>
            {
                await client.RaiseEventAsync(Ids.RunInstance(id), RunSignal.EventName, new RunSignal(RunSignal.JobCompleted), Token);
                return HistoryRecorder.Read(Recorder.Database(app), Ids.RunInstance(id), 1).OfType<TaskCompleted>().Any();
            },
            "the run is in its second generation",
            TimeSpan.FromMinutes(5),
            Token);
        using HttpResponseMessage answer = await app.Http.PostAsync($"api/runs/{id}/cancel", null, Token);
        Assert.Equal(RunStatus.Canceled, (await app.EndOfAsync(id)).GetProperty("status").GetString());
        return id;
    }

    /// <summary>A watcher that has polled almost often enough for its next generation, while a run keeps it awake.</summary>
    private static async Task<string> WatcherTurnedOverAsync(RunningApp app)
    {
        string id = await app.DropAsync("Jobs", "awake.job.json", TestManifests.Commands("awake", "/bin/sleep 600"));
        await RunningAsync(app, id);
        DurableTaskClient client = app.Services.GetRequiredService<DurableTaskClient>();
        WatchState state = new(RunningApp.Account, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), true, 49);
        string watcher = await client.ScheduleNewOrchestrationInstanceAsync(nameof(WatchAccount), state, new StartOrchestrationOptions("watch-recorded"), Token);
        await Wait.UntilAsync(
            () => HistoryRecorder.Read(Recorder.Database(app), watcher, 1).Count > 0, "the watcher is in its next generation", TimeSpan.FromMinutes(5), Token);
        using HttpResponseMessage answer = await app.Http.PostAsync($"api/runs/{id}/cancel", null, Token);
        await app.EndOfAsync(id);
        return watcher;
    }

    private static Task RunningAsync(RunningApp app, string id) => Wait.UntilAsync(
        async () => (await app.Http.GetAsync($"api/runs/{id}", Token)).IsSuccessStatusCode
            && (await app.GetAsync($"api/runs/{id}")) is var run && run.TryGetProperty("tasks", out JsonElement tasks) && tasks.GetProperty("running").GetInt32() == 1,
        "the task runs",
        TimeSpan.FromSeconds(120),
        Token);

    private static async Task<string> IdAsync(RunningApp app, string container, string name) => Ids.ForBlob(
        app.Storage.AccountName, app.Container(container), name, (await app.Blobs(container).GetBlobClient(name).GetPropertiesAsync(cancellationToken: Token)).Value.ETag.ToString());
}

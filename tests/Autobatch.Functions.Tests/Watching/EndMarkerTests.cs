using System.Text.Json;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Tests.Support;
using Autobatch.Histories;
using Autobatch.Planning;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Watching;

/// <summary>The watcher looks so seldom here that a test would not see its second tick.</summary>
public sealed class EndMarkerTests(AppFixture fixture)
{
    private static readonly (string Key, string Value) s_seldom = ("Autobatch:Watch:Interval", "00:00:50");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mark_of_a_single_task_wakes_its_run_long_before_the_watcher_looks()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_seldom);
        using Gatepost gate = new();
        string id = await app.DropAsync("Jobs", "marked.job.json", TestManifests.Commands("marked", gate.Command));

        JsonElement run = await EndByMarkAsync(app, id, gate);

        Assert.Equal("Completed", run.GetProperty("status").GetString());
        JsonElement[] outputs = [.. (await app.GetAsync($"api/runs/{id}/outputs")).GetProperty("outputs").EnumerateArray()];
        Assert.Equal([$"{id}/t0/stderr.txt", $"{id}/t0/stdout.txt"], outputs.Select(o => o.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        await Wait.UntilAsync(async () => !await IsThereAsync(app, id), "a mark that did its work is gone", TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task Mark_of_a_merge_task_wakes_its_run_in_a_further_storage_account_too()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings, s_seldom]);
        west.Of(app);
        using Gatepost gate = new();
        await west.UploadAsync("Inputs", "marks/a", "a");
        await west.UploadAsync("Inputs", "marks/b", "b");
        string id = await west.UploadAsync("Jobs", "merged.job.json", TestManifests.PerFile(app, "merged", "marks/", "/bin/true", gate.Command));
        await west.SendEventAsync("Jobs", "merged.job.json");

        await LookedAsync(app, id, 2);
        gate.Open();
        await Wait.UntilAsync(
            async () => await west.Blobs("Markers").GetBlobClient(EndMarker.NameOf(id)).ExistsAsync(Cancel), "the merge task left its mark", TimeSpan.FromSeconds(60), Cancel);
        await west.SendEventAsync("Markers", EndMarker.NameOf(id));

        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        AssertMarked(app, id);
    }

    [Fact]
    public async Task Mark_that_nobody_tells_of_does_no_harm_and_goes_with_the_runs_purge()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Watch:Interval", "00:00:02.5"),
            ("Autobatch:Retention:Runs", "PT1S"), ("Autobatch:Retention:Results", "PT1S"), ("Autobatch:Retention:Outputs", "PT1S"));
        string id = await app.DropAsync("Jobs", "unheard.job.json", TestManifests.Commands("unheard", "/bin/false"));

        Assert.Equal("CompletedWithFailures", (await app.EndOfAsync(id)).GetProperty("status").GetString());

        Assert.True(await IsThereAsync(app, id), "a task that fails leaves its mark too");
        Assert.DoesNotContain(app.Logs.All, line => line.Contains($"Run {id} is woken by its mark", StringComparison.Ordinal));

        // A sweep leaves a run whose orchestration has not ended to the next one.
        await Retention.Purges.SettledAsync(app, id);
        await Retention.Sweeps.SweepAsync(app, TimeSpan.FromDays(1));
        Assert.Empty(await new Retention.Leftovers(app).BlobsAsync(id));
    }

    [Fact]
    public async Task Forged_marks_end_nothing_and_are_no_dead_letters()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_seldom);
        using Gatepost gate = new();
        string id = await app.DropAsync("Jobs", "forged.job.json", TestManifests.Commands("forged", gate.Command));
        await app.RunningAsync(id, 1);
        foreach (string name in (string[])[EndMarker.NameOf(id), EndMarker.NameOf(new string('0', 32)), $"{id}/more/end", "end", $"{new string('x', 900)}/end"])
        {
            await app.Blobs("Markers").GetBlobClient(name).UploadAsync(BinaryData.FromString("forged"), overwrite: true, Cancel);
            await app.PostEventAsync("Markers", name);
        }

        Assert.Equal("Running", (await app.GetAsync($"api/runs/{id}")).GetProperty("status").GetString());
        Assert.Empty((await app.GetAsync("api/dead-letters")).GetProperty("deadLetters").EnumerateArray());
        gate.Open();
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("00:00:02", null, false)]
    [InlineData("00:00:03", null, true)]
    [InlineData("00:00:03", "false", false)]
    [InlineData("00:00:01", "true", true)]
    public async Task Marks_are_left_where_the_watcher_looks_seldom_or_the_settings_say_so(string interval, string? markers, bool expected)
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, [("Autobatch:Watch:Interval", interval), .. markers is null ? Array.Empty<(string, string)>() : [("Autobatch:Watch:Markers", markers)]]);

        Assert.Equal(expected, app.Services.GetRequiredService<AppOptions>().Watch.Markers);
        Assert.Equal(expected, (await app.ExplainAsync(TestManifests.Commands("explained", "/bin/true"))).ToString().Contains(app.Container("Markers"), StringComparison.Ordinal));
    }

    private static async Task<JsonElement> EndByMarkAsync(RunningApp app, string id, Gatepost gate)
    {
        await LookedAsync(app, id, 1);
        gate.Open();
        await Wait.UntilAsync(() => IsThereAsync(app, id), "the task left its mark", TimeSpan.FromSeconds(60), Cancel);
        await app.PostEventAsync("Markers", EndMarker.NameOf(id));
        JsonElement run = await app.EndOfAsync(id);
        AssertMarked(app, id);
        TestContext.Current.SendDiagnosticMessage(
            "Noticed after {0:0} ms", (run.GetProperty("noticedAt").GetDateTimeOffset() - run.GetProperty("jobEndedAt").GetDateTimeOffset()).TotalMilliseconds);
        return run;
    }

    /// <summary>Waits until the run's own net has looked so often while its task ran: it looks again only seconds later.</summary>
    private static Task LookedAsync(RunningApp app, string id, int times) => Wait.UntilAsync(
        () => History(app, id) is var history
            && history.OfType<TaskScheduled>().Count(c => c.Name == nameof(LookAtRun) && history.OfType<TaskCompleted>().Any(done => done.TaskScheduledId == c.EventId)) >= times,
        $"run {id} has looked at its job",
        TimeSpan.FromSeconds(60),
        Cancel);

    private static void AssertMarked(RunningApp app, string id)
    {
        Assert.Contains(app.Logs.All, line => line.Contains($"Run {id} is woken by its mark", StringComparison.Ordinal));

        // The watcher's only tick was before the job was done, so this signal is the mark's.
        Assert.Contains(History(app, id), e => e is EventRaised);
    }

    private static async Task<bool> IsThereAsync(RunningApp app, string id) => await app.Blobs("Markers").GetBlobClient(EndMarker.NameOf(id)).ExistsAsync(Cancel);

    private static IReadOnlyList<HistoryEvent> History(RunningApp app, string id) =>
        HistoryRecorder.Read(Path.Combine(app.HistoryFolder, "Autobatch.db"), Ids.RunInstance(id));
}

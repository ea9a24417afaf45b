using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class GateTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twelve_runs_at_once_all_complete_and_never_more_jobs_are_active_than_there_is_room_for()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => o with { ActiveJobQuota = 13 });

        string[] ids = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => app.DropAsync("Jobs", $"g{i}.job.json", TestManifests.Commands($"g{i}", "/bin/sleep 0.3"))));
        JsonElement[] runs = await Task.WhenAll(ids.Select(id => app.EndOfAsync(id)));

        Assert.All(runs, run => Assert.Equal("Completed", run.GetProperty("status").GetString()));
        Assert.Equal(3, await MostActiveAtOnceAsync(app));
    }

    [Fact]
    public async Task Runs_that_wait_go_in_by_the_order_in_which_they_came_and_a_cancelled_one_leaves_the_queue()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => o with { ActiveJobQuota = 5 });
        using Gatepost post = new();
        string first = await app.DropAsync("Jobs", "first.job.json", TestManifests.Commands("first", post.Command));
        await app.RunningAsync(first, tasks: 1);
        List<string> waiting = [];
        for (int i = 0; i < 6; i++)
        {
            waiting.Add(await app.DropAsync("Jobs", $"w{i}.job.json", TestManifests.Commands($"w{i}", "/bin/true")));

            // Only a run that is there has come.
            JsonElement held = await app.WaitingAsync(waiting[i], "WaitingForQuota");
            Assert.Equal("Waiting", held.GetProperty("status").GetString());
        }

        (await app.Http.PostAsync($"api/runs/{waiting[2]}/cancel", null, Cancel)).EnsureSuccessStatusCode();
        JsonElement cancelled = await app.EndOfAsync(waiting[2]);
        waiting.RemoveAt(2);
        post.Open();
        JsonElement[] runs = await Task.WhenAll(waiting.Select(id => app.EndOfAsync(id)));

        Assert.Equal("Canceled", cancelled.GetProperty("status").GetString());
        Assert.False(cancelled.TryGetProperty("jobId", out _));
        Assert.All(runs, run => Assert.Equal("Completed", run.GetProperty("status").GetString()));
        DateTimeOffset[] starts = [.. runs.Select(r => r.GetProperty("startedAt").GetDateTimeOffset())];
        Assert.Equal(starts.Order(), starts);
        Assert.Equal(1, await MostActiveAtOnceAsync(app));
    }

    [Fact]
    public async Task Jobs_of_others_that_fill_the_account_make_runs_wait_in_order_and_no_run_fails()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => o with { ActiveJobQuota = 12 });
        for (int i = 0; i < 12; i++)
        {
            await app.Batch.CreateJobAsync(Encoding.UTF8.GetBytes($$"""{ "id": "foreign{{i}}", "poolInfo": { "poolId": "none" } }"""), Cancel);
        }

        List<string> ids = [];
        for (int i = 0; i < 4; i++)
        {
            ids.Add(await app.DropAsync("Jobs", $"f{i}.job.json", TestManifests.Commands($"f{i}", "/bin/true")));
            await app.WaitingAsync(ids[i], "WaitingForQuota");
        }

        await app.Batch.TerminateJobAsync("foreign0", cancellationToken: Cancel);
        JsonElement[] runs = await Task.WhenAll(ids.Select(id => app.EndOfAsync(id)));

        Assert.All(runs, run => Assert.Equal("Completed", run.GetProperty("status").GetString()));
        DateTimeOffset[] starts = [.. runs.Select(r => r.GetProperty("startedAt").GetDateTimeOffset())];
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public async Task Queue_goes_on_after_the_app_was_killed()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => o with { ActiveJobQuota = 11 });

        string[] ids = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => app.DropAsync("Jobs", $"k{i}.job.json", TestManifests.Commands($"k{i}", "/bin/sleep 0.5"))));
        await Wait.UntilAsync(
            async () => await app.Batch.ListJobsAsync(cancellationToken: Cancel).AnyAsync(Cancel), "a job is made", cancellationToken: Cancel);
        await app.KillAsync();
        JsonElement[] runs = await Task.WhenAll(ids.Select(id => app.EndOfAsync(id, TimeSpan.FromMinutes(2))));

        Assert.All(runs, run => Assert.Equal("Completed", run.GetProperty("status").GetString()));
        Assert.Equal(1, await MostActiveAtOnceAsync(app));
    }

    // Exact, from what Batch noted of each job.
    private static async Task<int> MostActiveAtOnceAsync(RunningApp app)
    {
        List<(DateTimeOffset At, int Change)> changes = [];
        await foreach (JobState job in app.Batch.ListJobsAsync(cancellationToken: Cancel))
        {
            changes.Add((job.CreationTime!.Value, 1));
            changes.Add((job.ExecutionInfo!.EndTime!.Value, -1));
        }

        int active = 0;
        return changes.OrderBy(c => c.At).ThenBy(c => c.Change).Max(c => active += c.Change);
    }
}

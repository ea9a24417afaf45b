using System.Net;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class CancelTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancelled_run_ends_its_tasks_and_says_so()
    {
        string id = await _app.DropAsync("Jobs", "cancel.job.json", TestManifests.Commands("cancel", "/bin/sleep 600"));
        await Wait.UntilAsync(
            async () => (await _app.Http.GetAsync($"api/runs/{id}", TestContext.Current.CancellationToken)).IsSuccessStatusCode
                && (await _app.GetAsync($"api/runs/{id}")) is var run
                && run.TryGetProperty("tasks", out JsonElement tasks) && tasks.GetProperty("running").GetInt32() == 1,
            "the task runs",
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);

        using HttpResponseMessage answer = await _app.Http.PostAsync($"api/runs/{id}/cancel", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        JsonElement ended = await _app.EndOfAsync(id);

        Assert.Equal("Canceled", ended.GetProperty("status").GetString());
        JsonElement result = await _app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.Equal("Canceled", result.GetProperty("status").GetString());
        Assert.Equal("completed", result.GetProperty("tasks")[0].GetProperty("state").GetString());
        using HttpResponseMessage again = await _app.Http.PostAsync($"api/runs/{id}/cancel", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Run_is_cancelling_until_no_task_runs_and_asking_twice_changes_nothing()
    {
        string id = await _app.DropAsync("Jobs", "cancel-twice.job.json", TestManifests.Commands("canceltwice", "/bin/sleep 600", "/bin/sleep 600", "/bin/true"));
        JsonElement running = default;
        await Wait.UntilAsync(
            async () => (running = await _app.RunningAsync(id, tasks: 2)).GetProperty("tasks").GetProperty("succeeded").GetInt32() == 1,
            "one task has ended and two run",
            TimeSpan.FromSeconds(60),
            Cancel);

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _app.Http.PostAsync($"api/runs/{id}/cancel", null, Cancel)));
        string between = (await _app.GetAsync($"api/runs/{id}")).GetProperty("status").GetString()!;
        JsonElement ended = await _app.EndOfAsync(id);

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        Assert.True(between is "Cancelling" or "Canceled", between);
        Assert.Equal("Canceled", ended.GetProperty("status").GetString());
        await AssertNothingMovesAsync(_app, running.GetProperty("jobId").GetString()!);
        JsonElement result = await _app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.Equal(["t0", "t1", "t2"], result.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!).Order());
        Assert.Equal(1, result.GetProperty("counts").GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task Run_cancelled_while_its_tasks_are_being_added_ends_and_tells_which_were_not()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        await app.SlowAsync("CreateTaskCollection", TimeSpan.FromSeconds(1), times: 20_000);
        string id = await app.DropAsync("Jobs", "cancel-adding.job.json", """
            { "schemaVersion": "1.0", "id": "canceladding",
              "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": 20000 } ], "repeatTask": { "commandLine": "/bin/sleep 600" } } }
            """);
        await Wait.UntilAsync(
            async () => (await app.Http.GetAsync($"api/runs/{id}", Cancel)).IsSuccessStatusCode
                && (await app.GetAsync($"api/runs/{id}")).TryGetProperty("stage", out JsonElement stage) && stage.GetString() == "AddingTasks",
            "tasks are being added",
            TimeSpan.FromSeconds(120),
            Cancel);

        using HttpResponseMessage answer = await app.Http.PostAsync($"api/runs/{id}/cancel", null, Cancel);
        await app.MendAsync();
        JsonElement ended = await app.EndOfAsync(id);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("Canceled", ended.GetProperty("status").GetString());
        await AssertNothingMovesAsync(app, ended.GetProperty("jobId").GetString()!);
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.Equal(20_000, result.GetProperty("tasks").GetArrayLength());
        Assert.InRange(result.GetProperty("tasks").EnumerateArray().Count(t => t.GetProperty("state").GetString() == "notAdded"), 1, 19_999);
    }

    private static async Task AssertNothingMovesAsync(RunningApp app, string jobId)
    {
        Assert.Equal(JobStates.Completed, (await app.Batch.GetJobAsync(jobId, cancellationToken: Cancel)).State);
        await foreach (TaskState task in app.Batch.ListTasksAsync(jobId, cancellationToken: Cancel))
        {
            Assert.True(task.State is TaskStates.Completed or TaskStates.Active, task.State);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Audit;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Tests.Support;
using Autobatch.Placement;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Placing;

public sealed class FailoverTests(AppFixture fixture)
{
    private const int Tasks = 300;
    private const int Free = 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_whose_region_is_cut_off_continues_in_another_account_and_nothing_recorded_runs_again_or_is_lost()
    {
        using TemporaryFolder folder = new();
        using Gatepost post = new();
        await using RunningApp app = await StartAsync();
        string id = await app.DropAsync("Jobs", "cut.job.json", Manifest("cut", folder, post));
        await UntilRecordedAsync(app, id, 100);

        await app.CutAsync(RunningApp.Account);
        await Wait.UntilAsync(
            async () => (await app.GetAsync($"api/runs/{id}")).GetProperty("account").GetString() == RunningApp.SecondAccount, "the run has moved", TimeSpan.FromMinutes(2), Cancel);
        TaskMarks recorded = await RecordedAsync(app, id, 0);
        post.Open();
        JsonElement run = await app.EndOfAsync(id, TimeSpan.FromMinutes(3));
        string[] ran = await File.ReadAllLinesAsync(folder["ran"], Cancel);
        await app.MendAsync();
        await SweptAsync(app, run.GetProperty("jobId").GetString()!);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.InRange(recorded.Count, 100, Free + 10);
        for (int task = 0; task < Tasks; task++)
        {
            int times = ran.Count(line => line == $"{task}");
            Assert.True(recorded.Has(task) ? times == 1 : times >= 1, $"task {task} (recorded: {recorded.Has(task)}) ran {times} times");
        }

        await AssertWholeAsync(app, id, run, recorded);
    }

    [Fact]
    public async Task Drained_account_hands_its_runs_on_and_takes_none_until_it_is_undrained()
    {
        using TemporaryFolder folder = new();
        using Gatepost post = new();
        await using RunningApp app = await StartAsync();
        string id = await app.DropAsync("Jobs", "drain.job.json", Manifest("drain", folder, post));
        await UntilRecordedAsync(app, id, 50);

        using HttpResponseMessage drained = await app.Http.PostAsync($"api/accounts/{RunningApp.Account}/drain", null, Cancel);
        using HttpRequestMessage stale = new(HttpMethod.Post, $"api/accounts/{RunningApp.Account}/undrain");
        stale.Headers.Add("If-Match", "\"0\"");
        using HttpResponseMessage refused = await app.Http.SendAsync(stale, Cancel);
        await Wait.UntilAsync(
            async () => (await app.GetAsync($"api/runs/{id}")).GetProperty("account").GetString() == RunningApp.SecondAccount, "the run has moved", TimeSpan.FromMinutes(1), Cancel);
        string pinned = await app.DropAsync("Jobs", "pinned.job.json", Pinned("pinned", RunningApp.Account));
        JsonElement waiting = await app.WaitingAsync(pinned, "AccountDrained");
        post.Open();
        JsonElement run = await app.EndOfAsync(id, TimeSpan.FromMinutes(2));
        TaskMarks recorded = await RecordedAsync(app, id, 0);
        string[] ran = await File.ReadAllLinesAsync(folder["ran"], Cancel);
        using HttpRequestMessage undrain = new(HttpMethod.Post, $"api/accounts/{RunningApp.Account}/undrain");
        undrain.Headers.TryAddWithoutValidation("If-Match", drained.Headers.ETag!.ToString());
        using HttpResponseMessage undrained = await app.Http.SendAsync(undrain, Cancel);

        Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
        Assert.NotEqual(JsonValueKind.Null, (await drained.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("drainedSince").ValueKind);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, undrained.StatusCode);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Contains(RunningApp.Account, waiting.GetProperty("waitingDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal("Completed", (await app.EndOfAsync(pinned)).GetProperty("status").GetString());
        Assert.Equal(JobStates.Completed, (await app.Batch.GetJobAsync(run.GetProperty("jobId").GetString()!, cancellationToken: Cancel)).State);
        Assert.All(Enumerable.Range(0, Tasks).Where(recorded.Has), task => Assert.Single(ran, line => line == $"{task}"));
        await AssertWholeAsync(app, id, run, recorded);
    }

    private Task<RunningApp> StartAsync() => RunningApp.StartAsync(
        fixture.Azurite,
        ("Autobatch:Accounts:1:Name", RunningApp.SecondAccount),
        ("Autobatch:Placement:RecordEvery", "00:00:01"),
        ("Autobatch:Placement:FailoverAfter", "00:00:00"),
        ("Autobatch:Sweep:Patience", "00:00:00"));

    // What comes after the first half waits for the post; chunks are added at the same time, so that no order of ids is sure.
    private static string Manifest(string id, TemporaryFolder folder, Gatepost post) => $$"""
        { "schemaVersion": "1.0", "id": "{{id}}",
          "taskFactory": {
            "type": "parametricSweep", "parameterSets": [ { "start": 0, "end": {{Tasks - 1}} } ],
            "repeatTask": { "commandLine": "/bin/sh -c 'echo {0} >> {{folder["ran"]}}; echo {0} > out.txt; if [ $(wc -l < {{folder["ran"]}}) -gt {{Free}} ]; then {{post.Command["/bin/sh -c '".Length..^1]}}; fi'",
              "outputFiles": [ { "filePattern": "out.txt", "destination": { "autoStorage": { "path": "{run.id}/{task.id}/out.txt" } }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ] } } }
        """;

    private static string Pinned(string id, string account) => $$"""
        { "schemaVersion": "1.0", "id": "{{id}}", "batchAccounts": ["{{account}}"], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
        """;

    private static Task<TaskMarks> RecordedAsync(RunningApp app, string runId, int move) => app.Services.GetRequiredService<TaskProgress>().ReadAsync(runId, move, Cancel);

    private static async Task UntilRecordedAsync(RunningApp app, string runId, int tasks)
    {
        string seen = "";
        await Wait.UntilAsync(
            async () =>
            {
                TaskMarks recorded = await RecordedAsync(app, runId, 0);
                using HttpResponseMessage run = await app.Http.GetAsync($"api/runs/{runId}", Cancel);
                seen = $"{recorded.Count}: {await run.Content.ReadAsStringAsync(Cancel)}";
                return recorded.Count >= tasks;
            },
            () => $"{tasks} tasks are recorded; last seen: {seen}",
            TimeSpan.FromSeconds(60),
            Cancel);
    }

    private static async Task SweptAsync(RunningApp app, string jobId) => await Wait.UntilAsync(
        async () =>
        {
            await ActivatorUtilities.CreateInstance<SweepJobs>(app.Services).Run(null!, app.Services.GetRequiredService<Microsoft.DurableTask.Client.DurableTaskClient>(), new OneInvocation());
            return (await app.Batch.GetJobAsync(jobId, cancellationToken: Cancel)).State == JobStates.Completed;
        },
        "the job left in the account that came back is ended",
        TimeSpan.FromSeconds(60),
        Cancel);

    private static async Task AssertWholeAsync(RunningApp app, string id, JsonElement run, TaskMarks recorded)
    {
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");
        JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, Tasks).Select(i => $"{i}").Order(), tasks.Select(t => t.GetProperty("id").GetString()!).Order());
        Assert.All(tasks, t => Assert.Equal("success", t.GetProperty("result").GetString()));
        Assert.All(tasks, t => Assert.Equal(
            recorded.Has(int.Parse(t.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture)) ? RunningApp.Account : RunningApp.SecondAccount,
            t.GetProperty("account").GetString()));
        Assert.All(tasks, t => Assert.Contains(t.GetProperty("outputs").EnumerateArray(), o => o.GetProperty("name").GetString()!.EndsWith("/out.txt", StringComparison.Ordinal)));
        JsonElement from = Assert.Single(result.GetProperty("placement").GetProperty("movedFrom").EnumerateArray());
        Assert.Equal((RunningApp.Account, recorded.Count), (from.GetProperty("account").GetString(), from.GetProperty("tasks").GetInt32()));
        Assert.Equal(RunningApp.Account, Assert.Single(run.GetProperty("placement").GetProperty("movedFrom").EnumerateArray()).GetString());
        Assert.Equal(Tasks, run.GetProperty("tasks").GetProperty("succeeded").GetInt32());
        Assert.Equal(Tasks, (await app.GetAsync($"api/runs/{id}/tasks?top=1000")).GetProperty("tasks").GetArrayLength());
    }
}

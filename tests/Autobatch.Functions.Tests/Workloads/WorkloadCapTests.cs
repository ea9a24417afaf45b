using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class WorkloadCapTests(AppFixture fixture)
{
    private const int Cap = 3;
    private const int Tasks = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capped_workload_never_has_more_active_tasks_than_its_cap_and_holds_no_other_run()
    {
        string workload = WorkloadSteps.Unique();
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ($"Autobatch:Workloads:{workload}:MaxActiveTasks", $"{Cap}"));
        using Gatepost post = new();
        await app.WorkloadAsync(workload, Document(post.Command));
        await app.FilesAsync(workload, "a", "b");
        string[] ids = await OpenAsync(app, workload);
        JsonElement[] held = await Task.WhenAll(ids.Select(id => app.WaitingAsync(id, "WaitingForShare")));
        string free = await app.DropAsync("Jobs", "free.job.json", TestManifests.Commands("free", [.. Enumerable.Repeat("/bin/true", 2 * Cap)]));

        JsonElement other = await app.EndOfAsync(free);
        JsonElement[] still = await Task.WhenAll(ids.Select(id => app.WaitingAsync(id, "WaitingForShare")));
        await app.KillAsync();
        post.Open();
        IReadOnlyList<JsonElement> runs = await app.RunsAsync(workload, 2);

        Assert.Equal("Completed", other.GetProperty("status").GetString());
        Assert.All(held, run => Assert.True(run.GetProperty("waitingDeadline").GetDateTimeOffset() > run.GetProperty("waitingSince").GetDateTimeOffset()));
        Assert.All(still, run => Assert.Equal("Waiting", run.GetProperty("status").GetString()));
        Assert.All(runs, run => Assert.Equal(("Completed", Tasks), (run.GetProperty("status").GetString(), run.GetProperty("tasks").GetProperty("succeeded").GetInt32())));
        Assert.Equal((Cap, 2 * Tasks), await MostActiveAtOnceAsync(app, ids));
    }

    [Fact]
    public async Task Cap_of_the_document_holds_for_dependencies_for_failures_and_for_their_rerun()
    {
        RunningApp app = fixture.App;
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, """
            { "schemaVersion": "1.0", "rule": { "maxFiles": 1 }, "maxActiveTasks": 2,
              "manifest": { "schemaVersion": "1.0", "id": "m", "tasks": [
                { "id": "first", "commandLine": "/bin/true", "dependsOn": { "taskIds": [ "second" ] } }, { "id": "second", "commandLine": "/bin/true" },
                { "id": "bad0", "commandLine": "/bin/false" }, { "id": "good", "commandLine": "/bin/true" },
                { "id": "bad1", "commandLine": "/bin/false" }, { "id": "bad2", "commandLine": "/bin/false" } ] } }
            """);
        await app.FilesAsync(workload, "a");
        string failed = Assert.Single(await app.RunsAsync(workload, 1)).GetProperty("id").GetString()!;

        string again = await app.EndAsync(app.RerunAsync(failed, "?only=failed"), "CompletedWithFailures");

        Assert.Equal((2, 6), await MostActiveAtOnceAsync(app, [failed]));
        Assert.Equal((2, 3), await MostActiveAtOnceAsync(app, [again]));
    }

    [Fact]
    public async Task Run_that_is_cancelled_while_it_adds_tasks_tells_of_those_that_it_did_not_add()
    {
        RunningApp app = fixture.App;
        string workload = WorkloadSteps.Unique();
        using Gatepost post = new();
        await app.WorkloadAsync(workload, Document(post.Command).Replace("1000", "2", StringComparison.Ordinal));
        await app.FilesAsync(workload, "a");
        await app.SomeRunAsync(workload);
        string id = (await app.GetAsync($"api/runs?workload={workload}")).GetProperty("runs")[0].GetProperty("id").GetString()!;
        await app.WaitingAsync(id, "WaitingForShare");
        await app.RunningAsync(id, 2);

        (await app.Http.PostAsync($"api/runs/{id}/cancel", null, Token)).EnsureSuccessStatusCode();
        JsonElement run = await app.EndOfAsync(id);
        JsonElement[] tasks = [.. (await app.GetAsync($"api/runs/{id}/tasks")).GetProperty("tasks").EnumerateArray()];

        JsonElement counts = run.GetProperty("tasks");
        Assert.Equal(("Canceled", Tasks, 2, Tasks - 2), (
            run.GetProperty("status").GetString(), counts.GetProperty("total").GetInt32(), counts.GetProperty("failed").GetInt32(), counts.GetProperty("notRun").GetInt32()));
        Assert.Equal(["completed", "completed", "notAdded", "notAdded", "notAdded"], tasks.Select(t => t.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Run_whose_share_is_taken_up_by_tasks_that_can_never_run_ends_and_says_which()
    {
        RunningApp app = fixture.App;
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, """
            { "schemaVersion": "1.0", "rule": { "maxFiles": 1 }, "maxActiveTasks": 2,
              "manifest": { "schemaVersion": "1.0", "id": "m", "tasks": [
                { "id": "bad", "commandLine": "/bin/false" }, { "id": "b0", "commandLine": "/bin/true", "dependsOn": { "taskIds": [ "bad" ] } },
                { "id": "b1", "commandLine": "/bin/true", "dependsOn": { "taskIds": [ "bad" ] } }, { "id": "free", "commandLine": "/bin/true" } ] } }
            """);
        await app.FilesAsync(workload, "a");

        JsonElement run = Assert.Single(await app.RunsAsync(workload, 1));
        JsonElement result = await app.ReadJsonAsync("Results", $"{run.GetProperty("id").GetString()}/result.json");

        Assert.Equal(("CompletedWithFailures", "BlockedDependency"), (run.GetProperty("status").GetString(), result.GetProperty("waitingReason").GetString()));
        Assert.Equal(
            [("b0", "active"), ("b1", "active"), ("bad", "completed"), ("free", "notAdded")],
            result.GetProperty("tasks").EnumerateArray().Select(t => (t.GetProperty("id").GetString()!, t.GetProperty("state").GetString()!)).Order());
        Assert.Equal(3, run.GetProperty("tasks").GetProperty("notRun").GetInt32());
    }

    // The setting wins over what the document says.
    private static string Document(string command) => $$"""
        { "schemaVersion": "1.0", "rule": { "maxFiles": 1 }, "maxActiveTasks": 1000,
          "manifest": {{TestManifests.Commands("m", [.. Enumerable.Repeat(command, Tasks)])}} }
        """;

    private static async Task<string[]> OpenAsync(RunningApp app, string workload)
    {
        string[] ids = [];
        await Wait.UntilAsync(
            async () =>
            {
                ids = [.. (await app.GetAsync($"api/runs?workload={workload}")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];
                return ids.Length == 2;
            },
            $"{workload} has two runs",
            TimeSpan.FromSeconds(60),
            Token);
        return ids;
    }

    // Exact, from what Batch noted of each task.
    private static async Task<(int Most, int Tasks)> MostActiveAtOnceAsync(RunningApp app, IEnumerable<string> runs)
    {
        List<(DateTimeOffset At, int Change)> changes = [];
        foreach (string id in runs)
        {
            string jobId = (await app.GetAsync($"api/runs/{id}")).GetProperty("jobId").GetString()!;
            await foreach (TaskState task in app.Batch.ListTasksAsync(jobId, cancellationToken: Token))
            {
                changes.Add((task.CreationTime!.Value, 1));
                changes.Add((task.EndTime!.Value, -1));
            }
        }

        int active = 0;
        return (changes.OrderBy(c => c.At).ThenBy(c => c.Change).Max(c => active += c.Change), changes.Count / 2);
    }
}

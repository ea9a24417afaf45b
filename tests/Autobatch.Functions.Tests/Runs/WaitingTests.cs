using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class WaitingTests(AppFixture fixture)
{
    private const string Needs = """
        { "schemaVersion": "1.0", "id": "needs", "applications": [ { "applicationId": "late", "version": "1" } ], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pool_without_nodes_is_waited_for_by_name_until_it_has_some()
    {
        RunningApp app = fixture.App;
        await EmptyPoolAsync(app, "bare");

        string id = await app.DropAsync("Jobs", "bare.job.json", OnPool("bare"));
        JsonElement waiting = await app.WaitingAsync(id, "WaitingForPool");
        string[] listed = await ListedAsync(app, "waiting");
        await app.Batch.ResizePoolAsync("bare", Encoding.UTF8.GetBytes("""{ "targetDedicatedNodes": 1 }"""), Cancel);
        JsonElement run = await app.EndOfAsync(id);

        Assert.Contains(id, listed);
        Assert.DoesNotContain(id, await ListedAsync(app, "Waiting"));
        Assert.Equal("Waiting", waiting.GetProperty("status").GetString());
        Assert.Contains("'bare'", waiting.GetProperty("waitingDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(4), waiting.GetProperty("waitingDeadline").GetDateTimeOffset() - waiting.GetProperty("waitingSince").GetDateTimeOffset());
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.False(run.TryGetProperty("waitingFor", out _), run.ToString());
    }

    [Fact]
    public async Task Pool_that_stays_without_nodes_fails_the_run_at_its_deadline_and_ends_its_job()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Runs:PoolWait", "00:00:01"));
        await EmptyPoolAsync(app, "never");

        string id = await app.DropAsync("Jobs", "never.job.json", OnPool("never"));
        JsonElement run = await app.EndOfAsync(id);

        AssertDeadline(run, "WaitingForPool");
        Assert.Equal(JobStates.Completed, (await app.Batch.GetJobAsync(run.GetProperty("jobId").GetString()!, cancellationToken: Cancel)).State);
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.Equal("Failed", result.GetProperty("status").GetString());
        Assert.Equal(2, result.GetProperty("tasks").GetArrayLength());
    }

    [Fact]
    public async Task Package_that_comes_after_the_manifest_is_waited_for_when_settings_say_so()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Runs:PackageWait", "00:10:00"));

        string id = await app.DropAsync("Jobs", "needs.job.json", Needs);
        JsonElement waiting = await app.WaitingAsync(id, "WaitingForPackage");
        await app.DropAsync("Packages", "late/1.zip", Zips.Of(("a.txt", "a")));

        Assert.Contains("late/1.zip", waiting.GetProperty("waitingDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Package_that_never_comes_fails_the_run_at_its_deadline()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Runs:PackageWait", "00:00:01"));

        AssertDeadline(await app.EndOfAsync(await app.DropAsync("Jobs", "needs.job.json", Needs)), "WaitingForPackage");
    }

    [Fact]
    public async Task Batch_that_does_not_answer_is_waited_for_by_name()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        using Gatepost post = new();
        string id = await app.DropAsync("Jobs", "away.job.json", TestManifests.Commands("away", post.Command));
        await app.RunningAsync(id, tasks: 1);

        Func<Task> bringBack = await app.StopBatchAsync();
        JsonElement waiting = await app.WaitingAsync(id, "BatchUnavailable");
        await bringBack();
        post.Open();
        JsonElement run = await app.EndOfAsync(id, TimeSpan.FromMinutes(3));

        Assert.Equal("Waiting", waiting.GetProperty("status").GetString());
        Assert.True(waiting.TryGetProperty("waitingDeadline", out _), waiting.ToString());
        Assert.True(run.GetProperty("status").GetString() is "Completed" or "CompletedWithFailures", run.ToString());
    }

    [Fact]
    public async Task Disabled_job_is_waited_for_by_name_until_it_is_enabled()
    {
        RunningApp app = fixture.App;
        using Gatepost post = new();
        string id = await app.DropAsync("Jobs", "disabled.job.json", TestManifests.Commands("disabled", post.Command));
        JsonElement running = await app.RunningAsync(id, tasks: 1);
        string job = running.GetProperty("jobId").GetString()!;

        await app.PostToBatchAsync($"jobs/{job}/disable", """{ "disableTasks": "wait" }""");
        await app.WaitingAsync(id, "JobDisabled");
        post.Open();
        await Wait.UntilAsync(async () => (await app.Batch.GetJobAsync(job, cancellationToken: Cancel)).State == JobStates.Disabled, "the job is disabled", cancellationToken: Cancel);
        await app.PostToBatchAsync($"jobs/{job}/enable", null);

        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    private static async Task<string[]> ListedAsync(RunningApp app, string status) =>
        [.. (await app.GetAsync($"api/runs?top=500&status={status}")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];

    private static Task<string> EmptyPoolAsync(RunningApp app, string id) => app.UploadAsync("Pools", $"{id}.pool.json", BinaryData.FromString("""
        { "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 0,
          "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" } } }
        """));

    private static string OnPool(string pool) => $$"""
        { "schemaVersion": "1.0", "id": "{{pool}}", "poolInfo": { "poolId": "{{pool}}" },
          "tasks": [ { "id": "a", "commandLine": "/bin/true" }, { "id": "b", "commandLine": "/bin/true", "dependsOn": { "taskIds": ["a"] } } ] }
        """;

    private static void AssertDeadline(JsonElement run, string reason)
    {
        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Equal("DeadlineExceeded", run.GetProperty("error").GetProperty("code").GetString());
        Assert.StartsWith(reason, run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}

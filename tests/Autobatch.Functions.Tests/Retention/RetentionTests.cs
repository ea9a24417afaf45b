using System.Net;
using System.Text.Json;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

public sealed class RetentionTests(AppFixture fixture)
{
    private const string EverySecond = "* * * * * *";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purged_run_leaves_one_row_until_its_blob_is_gone_and_never_runs_again()
    {
        await using RunningApp app = await StartAsync(
            ("Autobatch:Audit:Schedule", EverySecond), ("Runs", "PT2S"), ("Results", "PT2S"), ("Outputs", "PT2S"));
        Leftovers left = new(app);
        await app.InputAsync("keep/a.txt", "alpha");
        string manifest = TestManifests.PerFile(app, "short", "keep/", "/bin/true", "/bin/true");
        string id = await app.DropAsync("Jobs", "short.job.json", manifest);
        await Wait.UntilAsync(
            async () => (await left.BlobsAsync(id)).Any(name => name.EndsWith("/result.json", StringComparison.Ordinal)), "the run has a result", TimeSpan.FromSeconds(60), Token);

        TableEntity row = Assert.Single(await left.TombstonesAsync(1));
        Assert.Equal(("short.job.json", id), (row.GetString("Name"), row.GetString("Id")));
        await left.NoneAsync(id);

        // The event again, and a whole pass of the audit: it lists the other one first.
        await app.PostEventAsync("Jobs", "short.job.json");
        string other = await app.UploadAsync("Jobs", "other.job.json", BinaryData.FromString(TestManifests.Commands("other", "/bin/true")));
        await Wait.UntilAsync(async () => (await left.RowsAsync()).Any(r => r.PartitionKey == other), "the audit has found the other one", TimeSpan.FromSeconds(60), Token);
        List<TableEntity> two = await left.TombstonesAsync(2);
        Assert.Equal(new[] { id, other }.Order(), two.Select(r => r.GetString("Id")).Order());
        await left.NoneAsync(id);
        using (HttpResponseMessage answer = await app.Http.GetAsync($"api/runs/{id}", Token))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        await app.Blobs("Jobs").GetBlobClient("short.job.json").DeleteAsync(cancellationToken: Token);
        Assert.Equal(other, Assert.Single(await left.TombstonesAsync(1)).GetString("Id"));

        await app.RestartAsync(("Autobatch:Retention:Runs", "P90D"), ("Autobatch:Retention:Results", "P90D"), ("Autobatch:Retention:Outputs", "P90D"));
        string again = await app.DropAsync("Jobs", "short.job.json", manifest);
        Assert.NotEqual(id, again);
        Assert.Equal("Completed", (await app.EndOfAsync(again)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_purged_idempotency_key_answers_for_a_time_and_is_free_after_it()
    {
        await using RunningApp app = await StartAsync(("Runs", "PT1S"), ("Results", "PT1S"), ("Outputs", "PT1S"));
        Leftovers left = new(app);
        string manifest = TestManifests.Commands("byhttp", "/bin/true");
        string id = await PostAsync(app, manifest);
        TableEntity row = Assert.Single(await left.TombstonesAsync(1));
        Assert.Equal(("purged", id), (row.PartitionKey, row.RowKey));
        await left.NoneAsync(id);

        Assert.Equal(id, await PostAsync(app, manifest));
        JsonElement purged = await app.GetAsync($"api/runs/{id}");
        Assert.Equal("Completed", purged.GetProperty("status").GetString());
        Assert.False(purged.GetProperty("links").TryGetProperty("result", out _), purged.ToString());
        using (HttpResponseMessage reused = await app.PostRunAsync(TestManifests.Commands("byhttp", "/bin/false"), "key"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, reused.StatusCode);
        }

        Assert.Single(await left.RowsAsync());
        await left.NoneAsync(id);

        await app.RestartAsync(("Autobatch:Retention:IdempotencyKeys", "PT1S"));
        Assert.Empty(await left.TombstonesAsync(0));
        await app.RestartAsync(("Autobatch:Retention:Runs", "P90D"), ("Autobatch:Retention:Results", "P90D"), ("Autobatch:Retention:Outputs", "P90D"));
        Assert.Equal(id, await PostAsync(app, manifest));
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_rejected_manifest_goes_as_well()
    {
        await using RunningApp app = await StartAsync(("Runs", "PT1S"), ("Results", "PT1S"));
        Leftovers left = new(app);
        string id = await app.DropAsync("Jobs", "bad.job.json", "{ \"id\": ");
        await Wait.UntilAsync(async () => (await left.RowsAsync()).Any(r => r.PartitionKey == id), "the manifest is rejected", TimeSpan.FromSeconds(60), Token);
        Assert.Equal(id, Assert.Single(await left.TombstonesAsync(1)).GetString("Id"));
        await left.NoneAsync(id);
    }

    [Fact]
    public async Task Results_alone_can_go_and_are_no_longer_pointed_at()
    {
        await using RunningApp app = await StartAsync(("Results", "PT1S"));
        Leftovers left = new(app);
        string id = await app.DropAsync("Jobs", "results.job.json", TestManifests.Commands("results", "/bin/echo hello"));
        await app.EndOfAsync(id);
        await Wait.UntilAsync(
            async () => (await left.RowsAsync()).Count(r => r.ContainsKey("ResultsPurgedAt")) == 2, "results are marked as gone", TimeSpan.FromSeconds(60), Token);
        List<string> blobs = await left.BlobsAsync(id);
        Assert.DoesNotContain(blobs, name => name.StartsWith(app.Container("Results"), StringComparison.Ordinal));
        Assert.Contains(blobs, name => name.StartsWith(app.Container("Outputs"), StringComparison.Ordinal));
        Assert.False((await app.GetAsync($"api/runs/{id}")).GetProperty("links").TryGetProperty("result", out _));
    }

    [Fact]
    public async Task Outputs_alone_can_go_while_record_and_result_stay()
    {
        await using RunningApp app = await StartAsync(("Outputs", "PT1S"));
        Leftovers left = new(app);
        string id = await app.DropAsync("Jobs", "outputs.job.json", TestManifests.Commands("outputs", "/bin/echo hello"));
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        await Wait.UntilAsync(
            async () => (await left.RowsAsync()).Count(r => r.ContainsKey("OutputsPurgedAt")) == 2, "outputs are marked as gone", TimeSpan.FromSeconds(60), Token);
        List<string> blobs = await left.BlobsAsync(id);
        Assert.DoesNotContain(blobs, name => name.StartsWith(app.Container("Outputs"), StringComparison.Ordinal));
        Assert.Contains($"{app.Container("Results")}/{id}/result.json", blobs);
        Assert.NotEmpty(await left.InstancesAsync(id));
        Assert.Equal("Completed", (await app.GetAsync($"api/runs/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_dry_run_removes_nothing()
    {
        await using RunningApp app = await StartAsync(("Runs", "PT1S"), ("Results", "PT1S"), ("Outputs", "PT1S"), ("DryRun", "true"));
        Leftovers left = new(app);
        string id = await app.DropAsync("Jobs", "dry.job.json", TestManifests.Commands("dry", "/bin/echo hello"));
        await app.EndOfAsync(id);
        DateTimeOffset ended = (await app.GetAsync($"api/runs/{id}")).GetProperty("endedAt").GetDateTimeOffset();
        List<string> blobs = await left.BlobsAsync(id);
        await Wait.UntilAsync(
            async () => await app.Services.GetRequiredService<DurableTaskClient>().GetInstanceAsync(StartRetention.InstanceId, Token)
                is { IsCompleted: true } sweep && sweep.CreatedAt > ended.AddSeconds(2),
            "a sweep has gone over the run",
            TimeSpan.FromSeconds(60),
            Token);
        Assert.Equal(blobs, await left.BlobsAsync(id));
        Assert.NotEmpty(await left.InstancesAsync(id));
        Assert.Single(await left.JobsAsync(id));
    }

    [Fact]
    public async Task A_sweep_that_is_stopped_in_the_middle_goes_on_after_the_restart()
    {
        const int runs = 8;
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Retention:Schedule", EverySecond));
        Leftovers left = new(app);
        string[] ids = await Task.WhenAll(Enumerable.Range(0, runs).Select(
            i => app.DropAsync("Jobs", $"many{i}.job.json", TestManifests.Commands($"many{i}", "/bin/true"))));
        foreach (string id in ids)
        {
            await app.EndOfAsync(id, TimeSpan.FromSeconds(180));
        }

        await app.RestartAsync(("Autobatch:Retention:Runs", "PT1S"), ("Autobatch:Retention:Results", "PT1S"), ("Autobatch:Retention:Outputs", "PT1S"));
        await Wait.UntilAsync(
            async () => (await left.RowsAsync()).Count(r => r.PartitionKey == "index") < runs, "the first run is purged", TimeSpan.FromSeconds(120), Token);
        await app.RestartAsync();
        List<TableEntity> rows = await left.TombstonesAsync(runs);
        Assert.Equal(ids.Order(), rows.Select(r => r.GetString("Id")).Order());
        foreach (string id in ids)
        {
            await left.NoneAsync(id);
        }
    }

    private Task<RunningApp> StartAsync(params (string Key, string Value)[] settings) => RunningApp.StartAsync(
        fixture.Azurite,
        [
            ("Autobatch:Retention:Schedule", EverySecond),
            .. settings.Select(s => (s.Key.Contains(':', StringComparison.Ordinal) ? s.Key : $"Autobatch:Retention:{s.Key}", s.Value)),
        ]);

    private static async Task<string> PostAsync(RunningApp app, string manifest)
    {
        using HttpResponseMessage answer = await app.PostRunAsync(manifest, "key");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        JsonElement accepted = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Token));
        return accepted.GetProperty("id").GetString()!;
    }
}

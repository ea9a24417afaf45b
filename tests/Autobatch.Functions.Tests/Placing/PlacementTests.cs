using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Tests.Support;
using Autobatch.Packages;
using Autobatch.Testing;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Placing;

public sealed class PlacementTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_goes_where_its_manifest_says_and_its_package_and_pool_come_to_be_there_alone()
    {
        await using RunningApp app = await StartAsync();
        await app.RegisterAsync("far", "1", Zips.Of(("a.txt", "packed")));
        await app.UploadAsync("Pools", "away.pool.json", BinaryData.FromString("""
            { "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 1,
              "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" } } }
            """));
        string manifest = $$"""
            { "schemaVersion": "1.0", "id": "far", "batchAccounts": ["{{RunningApp.SecondAccount}}"], "poolInfo": { "poolId": "away" },
              "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_far_1/a.txt'", "applicationPackageReferences": [ { "applicationId": "far" } ] } ] }
            """;

        JsonElement explained = await ExplainAsync(app, manifest);
        bool before = await IsActiveAsync(app, RunningApp.SecondAccount);
        string[] ids = [await app.DropAsync("Jobs", "far.job.json", manifest), await app.DropAsync("Jobs", "far2.job.json", manifest)];
        JsonElement[] runs = await Task.WhenAll(ids.Select(id => app.EndOfAsync(id)));

        Assert.Equal((RunningApp.SecondAccount, "manifest"), (explained.GetProperty("account").GetString(), explained.GetProperty("policy").GetString()));
        Assert.False(before, "explaining registered the package");
        Assert.All(runs, run => Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString()));
        Assert.True(await IsActiveAsync(app, RunningApp.SecondAccount));
        Assert.NotNull(await app.SecondBatch.GetPoolIfExistsAsync("away", cancellationToken: Cancel));
        Assert.Null(await app.Batch.GetPoolIfExistsAsync("away", cancellationToken: Cancel));
        Assert.Null(await app.SecondBatch.GetPoolIfExistsAsync("default", cancellationToken: Cancel));
        JsonElement result = await app.ReadJsonAsync("Results", $"{ids[0]}/result.json");
        Assert.Equal((RunningApp.SecondAccount, "local2"), (result.GetProperty("account").GetString(), result.GetProperty("region").GetString()));
        Assert.Contains("this account alone", result.GetProperty("placement").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("packed", await ReadAsync(app, $"{ids[0]}/a/stdout.txt"));
    }

    [Fact]
    public async Task Full_account_spills_over_to_the_next_one_and_a_pinned_run_waits()
    {
        await using RunningApp app = await StartAsync(("Autobatch:Placement:SpillAfter", "00:00:00"));
        string manifest = TestManifests.Commands("over", "/bin/true");
        JsonElement before = await ExplainAsync(app, manifest);
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        using HttpResponseMessage quota = await emulator.PatchAsync(
            $"_emulator/accounts/{RunningApp.Account}/quotas", new StringContent("""{"activeJobAndJobScheduleQuota": 5}""", Encoding.UTF8, "application/json"), Cancel);
        for (int i = 0; i < 5; i++)
        {
            await app.Batch.CreateJobAsync(Encoding.UTF8.GetBytes($$"""{ "id": "foreign{{i}}", "poolInfo": { "poolId": "none" } }"""), Cancel);
        }

        string pinned = await app.DropAsync("Jobs", "pinned.job.json", $$"""
            { "schemaVersion": "1.0", "id": "pinned", "batchAccounts": ["{{RunningApp.Account}}"], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
            """);
        await app.WaitingAsync(pinned, "WaitingForQuota");
        string id = await app.DropAsync("Jobs", "over.job.json", manifest);
        JsonElement over = await app.EndOfAsync(id);
        JsonElement waits = await app.GetAsync($"api/runs/{pinned}");
        await app.Batch.TerminateJobAsync("foreign0", cancellationToken: Cancel);
        JsonElement ended = await app.EndOfAsync(pinned);

        Assert.Equal((HttpStatusCode.OK, RunningApp.Account), (quota.StatusCode, before.GetProperty("account").GetString()));
        Assert.Equal(("Completed", RunningApp.SecondAccount), (over.GetProperty("status").GetString(), over.GetProperty("account").GetString()));
        Assert.Contains($"'{RunningApp.Account}' has been full", over.GetProperty("placement").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False((await app.ReadJsonAsync("Results", $"{id}/result.json")).GetProperty("tasks")[0].TryGetProperty("account", out _), "one account had tasks of the run");
        Assert.Equal("Waiting", waits.GetProperty("status").GetString());
        Assert.Equal(("Completed", RunningApp.Account), (ended.GetProperty("status").GetString(), ended.GetProperty("account").GetString()));
    }

    [Fact]
    public async Task Account_that_stops_answering_before_a_run_has_a_job_there_spills_over_to_the_next_one()
    {
        await using RunningApp app = await StartAsync(("Autobatch:Placement:SpillAfter", "00:00:00"), ("Autobatch:Runs:PackageWait", "00:10:00"));
        string id = await app.DropAsync("Jobs", "silent.job.json", """
            { "schemaVersion": "1.0", "id": "silent", "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_late_1/a.txt'",
              "applicationPackageReferences": [ { "applicationId": "late", "version": "1" } ] } ] }
            """);
        JsonElement waits = await app.WaitingAsync(id, "WaitingForPackage");

        await app.CutAsync(RunningApp.Account);
        await Wait.UntilAsync(
            async () => (await app.GetAsync($"api/runs/{id}")).GetProperty("account").GetString() == RunningApp.SecondAccount, "the run has gone", TimeSpan.FromMinutes(2), Cancel);
        await app.MendAsync();
        await app.DropAsync("Packages", "late/1.zip", Zips.Of(("a.txt", "packed")));
        JsonElement over = await app.EndOfAsync(id);
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");

        Assert.Equal(RunningApp.Account, waits.GetProperty("account").GetString());
        Assert.Equal(("Completed", RunningApp.SecondAccount), (over.GetProperty("status").GetString(), over.GetProperty("account").GetString()));
        Assert.Contains($"'{RunningApp.Account}' has not answered", over.GetProperty("placement").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(result.GetProperty("placement").GetProperty("movedFrom").EnumerateArray());
        Assert.Null(await app.Batch.GetJobIfExistsAsync(over.GetProperty("jobId").GetString()!, cancellationToken: Cancel));
        Assert.Equal("packed", await ReadAsync(app, $"{id}/a/stdout.txt"));
    }

    [Theory]
    [InlineData("connectionReset")]
    [InlineData("lostAnswer")]
    public async Task Account_that_does_not_answer_while_a_job_is_made_is_left_soon_and_each_task_runs_once(string kind)
    {
        using TemporaryFolder folder = new();
        await using RunningApp app = await StartAsync(("Autobatch:Placement:SpillAfter", "00:00:00"), ("Autobatch:Placement:FailoverAfter", "01:00:00"));
        await app.FailAsync(RunningApp.Account, kind, "CreateJob");

        JsonElement run = await app.EndOfAsync(
            await app.DropAsync("Jobs", "made.job.json", TestManifests.Commands("made", $"/bin/sh -c 'echo a >> {folder["ran"]}'", $"/bin/sh -c 'echo b >> {folder["ran"]}'")), TimeSpan.FromMinutes(2));
        string[] ran = await File.ReadAllLinesAsync(folder["ran"], Cancel);
        JobState? left = await app.Batch.GetJobIfExistsAsync(run.GetProperty("jobId").GetString()!, cancellationToken: Cancel);

        Assert.Equal(("Completed", RunningApp.SecondAccount), (run.GetProperty("status").GetString(), run.GetProperty("account").GetString()));
        Assert.Equal(["a", "b"], ran.Order());
        Assert.Equal(kind == "lostAnswer", left is not null);
        Assert.True(left is null || left.State != JobStates.Active, $"the job that was left is {left?.State}");
    }

    [Fact]
    public async Task Runs_are_spread_over_both_accounts_by_that_policy()
    {
        await using RunningApp app = await StartAsync(("Autobatch:Placement:Policy", "spread"));
        using Gatepost post = new();
        string first = await app.DropAsync("Jobs", "s1.job.json", TestManifests.Commands("s1", post.Command));
        JsonElement one = await app.RunningAsync(first, tasks: 1);
        string second = await app.DropAsync("Jobs", "s2.job.json", TestManifests.Commands("s2", post.Command));
        JsonElement two = await app.RunningAsync(second, tasks: 1);
        post.Open();

        Assert.Equal(
            [RunningApp.Account, RunningApp.SecondAccount], new[] { one, two }.Select(r => r.GetProperty("account").GetString()!).Order());
        Assert.Equal("spread", two.GetProperty("placement").GetProperty("policy").GetString());
        Assert.Equal("Completed", (await app.EndOfAsync(first)).GetProperty("status").GetString());
        Assert.Equal("Completed", (await app.EndOfAsync(second)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Account_that_is_not_configured_is_refused_with_the_nearest_name()
    {
        using HttpResponseMessage refused = await fixture.App.PostRunAsync("""
            { "schemaVersion": "1.0", "id": "typo", "batchAccounts": ["devbatchacount1"], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
            """);
        JsonElement problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "AccountNotConfigured"), (refused.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(RunningApp.Account, problem.GetProperty("errors")[0].GetProperty("suggestion").GetString());
        Assert.Equal("/batchAccounts/0", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    private Task<RunningApp> StartAsync(params (string Key, string Value)[] settings) =>
        RunningApp.StartAsync(fixture.Azurite, [("Autobatch:Accounts:1:Name", RunningApp.SecondAccount), .. settings]);

    private static async Task<JsonElement> ExplainAsync(RunningApp app, string manifest)
    {
        using HttpResponseMessage answer = await app.Http.PostAsync("api/explain", new StringContent(manifest, Encoding.UTF8, "application/json"), Cancel);
        JsonElement explained = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.True(explained.TryGetProperty("placement", out JsonElement placement), explained.ToString());
        return placement;
    }

    private static async Task<bool> IsActiveAsync(RunningApp app, string account) =>
        (await PackageVersions.FindAsync(app.Services.GetRequiredService<BatchAccounts>().Find(account), new PackageName("far", "1"), Cancel))?.State == BatchApplicationPackageState.Active;

    private static async Task<string> ReadAsync(RunningApp app, string name) =>
        (await app.Blobs("Outputs").GetBlobClient(name).DownloadContentAsync(Cancel)).Value.Content.ToString();
}

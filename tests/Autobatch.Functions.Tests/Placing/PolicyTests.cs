using System.Text;
using System.Text.Json;
using Autobatch.Emulator;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Placing;

/// <summary>Where runs go by each policy: two regions, three accounts, two homes.</summary>
public sealed class PolicyTests(AppFixture fixture)
{
    private const string West = "stwest";
    private const string Third = "devbatchaccount3";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("preferred", RunningApp.Account)]
    [InlineData("nearData", Third)]
    public async Task Run_goes_to_the_account_of_its_home_and_when_that_is_drained_by_order_or_by_region(string policy, string next)
    {
        FurtherStorage west = new(fixture.Azurite, West);
        await using RunningApp app = await StartAsync(policy, west);
        string manifest = TestManifests.Commands("home", "/bin/true");

        JsonElement home = await app.EndOfAsync(await app.DropAsync("Jobs", "home.job.json", manifest));
        JsonElement far = await app.EndOfAsync(await DropAsync(west, "far.job.json", manifest));
        (await app.Http.PostAsync($"api/accounts/{RunningApp.SecondAccount}/drain", null, Cancel)).EnsureSuccessStatusCode();
        JsonElement passed = await app.EndOfAsync(await DropAsync(west, "passed.job.json", manifest));

        Assert.Equal(RunningApp.Account, AccountOf(home));
        Assert.Equal(RunningApp.SecondAccount, AccountOf(far));
        Assert.Contains($"{policy}: its autostorage account '{West}' holds the run's files", Reason(far), StringComparison.Ordinal);
        Assert.Equal(next, AccountOf(passed));
        Assert.Contains($"'{RunningApp.SecondAccount}' cannot take it: it is being drained", Reason(passed), StringComparison.Ordinal);
        Assert.All([home, far, passed], run => Assert.Equal("Completed", run.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Least_loaded_account_takes_a_run_though_it_is_later_in_order()
    {
        await using RunningApp app = await StartAsync("leastLoaded");
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        foreach (string account in (string[])[RunningApp.Account, Third])
        {
            using HttpResponseMessage quota = await emulator.PatchAsync(
                $"_emulator/accounts/{account}/quotas", new StringContent("""{"activeJobAndJobScheduleQuota": 20}""", Encoding.UTF8, "application/json"), Cancel);
            quota.EnsureSuccessStatusCode();
        }

        using Gatepost post = new();
        List<string> ids = [];
        foreach (string account in (string[])[RunningApp.Account, Third])
        {
            ids.Add(await app.DropAsync("Jobs", $"{account}.job.json", $$"""
                { "schemaVersion": "1.0", "id": "load", "batchAccounts": ["{{account}}"], "tasks": [ { "id": "a", "commandLine": "{{post.Command}}" } ] }
                """));
            await app.RunningAsync(ids[^1], 1);
        }

        JsonElement run = await app.EndOfAsync(await app.DropAsync("Jobs", "least.job.json", TestManifests.Commands("least", "/bin/true")));
        post.Open();

        Assert.Equal(("Completed", RunningApp.SecondAccount), (run.GetProperty("status").GetString(), AccountOf(run)));
        await Task.WhenAll(ids.Select(id => app.EndOfAsync(id)));
    }

    [Fact]
    public async Task Runs_that_come_together_are_spread_evenly()
    {
        await using RunningApp app = await StartAsync("spread");
        using Gatepost post = new();

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => app.DropAsync("Jobs", $"s{i}.job.json", TestManifests.Commands($"s{i}", post.Command))));
        JsonElement[] placed = await Task.WhenAll(ids.Select(id => app.RunningAsync(id, 1)));
        post.Open();
        await Task.WhenAll(ids.Select(id => app.EndOfAsync(id)));

        Assert.Equal(
            [(RunningApp.Account, 2), (RunningApp.SecondAccount, 2), (Third, 2)],
            placed.GroupBy(AccountOf).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Full_account_keeps_its_pinned_runs_in_order_while_other_runs_go_to_the_accounts_that_are_free()
    {
        await using RunningApp app = await StartAsync("preferred", null, ("Autobatch:Placement:SpillAfter", "01:00:00"));
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        using HttpResponseMessage quota = await emulator.PatchAsync(
            $"_emulator/accounts/{RunningApp.Account}/quotas", new StringContent("""{"activeJobAndJobScheduleQuota": 11}""", Encoding.UTF8, "application/json"), Cancel);
        using Gatepost post = new();
        string holder = await app.DropAsync("Jobs", "holder.job.json", TestManifests.Commands("holder", post.Command));
        await app.RunningAsync(holder, 1);
        List<string> pinned = [];
        for (int i = 0; i < 3; i++)
        {
            pinned.Add(await app.DropAsync("Jobs", $"p{i}.job.json", $$"""
                { "schemaVersion": "1.0", "id": "p{{i}}", "batchAccounts": ["{{RunningApp.Account}}"], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
                """));
            await app.WaitingAsync(pinned[i], "WaitingForQuota");
        }

        string[] free = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => app.DropAsync("Jobs", $"f{i}.job.json", TestManifests.Commands($"f{i}", "/bin/true"))));
        JsonElement[] others = await Task.WhenAll(free.Select(id => app.EndOfAsync(id)));
        JsonElement still = await app.GetAsync($"api/runs/{pinned[0]}");
        post.Open();
        JsonElement[] ended = await Task.WhenAll(pinned.Select(id => app.EndOfAsync(id)));

        Assert.True(quota.IsSuccessStatusCode);
        Assert.All(others, run => Assert.Equal(("Completed", Third), (run.GetProperty("status").GetString(), AccountOf(run))));
        Assert.Contains($"'{RunningApp.Account}' cannot take it", Reason(others[0]), StringComparison.Ordinal);
        Assert.Equal("Waiting", still.GetProperty("status").GetString());
        Assert.All(ended, run => Assert.Equal(("Completed", RunningApp.Account), (run.GetProperty("status").GetString(), AccountOf(run))));
        DateTimeOffset[] starts = [.. ended.Select(r => r.GetProperty("startedAt").GetDateTimeOffset())];
        Assert.Equal(starts.Order(), starts);
    }

    private static string AccountOf(JsonElement run) => run.GetProperty("account").GetString()!;

    private static string Reason(JsonElement run) => run.GetProperty("placement").GetProperty("reason").GetString()!;

    private static async Task<string> DropAsync(FurtherStorage storage, string name, string manifest)
    {
        string id = await storage.UploadAsync("Jobs", name, manifest);
        await storage.SendEventAsync("Jobs", name);
        return id;
    }

    // The second account is in the further storage account's region and linked to it; the third one is in that region alone, and linked to the primary one as the first is.
    private async Task<RunningApp> StartAsync(string policy, FurtherStorage? west = null, params (string Key, string Value)[] more)
    {
        RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            options => options with
            {
                Accounts = [new(RunningApp.Account, "local1"), new(RunningApp.SecondAccount, "local2") { StorageAccount = West }, new(Third, "local2")],
                StorageAccounts = [new() { Name = West, Location = "local2", ConnectionString = fixture.Azurite.ConnectionStringOf(West) }],
            },
            [
                ("Autobatch:Placement:Policy", policy), ("Autobatch:Accounts:1:Name", RunningApp.SecondAccount), ("Autobatch:Accounts:2:Name", Third),
                ("Autobatch:Accounts:2:ResourceId", RunningApp.ResourceId.Replace(RunningApp.Account, Third, StringComparison.Ordinal)),
                ("Autobatch:Accounts:2:Endpoint", RunningApp.EmulatorAddress), ("Autobatch:Accounts:2:Key", RunningApp.Key), .. west?.Settings ?? [], .. more,
            ]);
        west?.Of(app);
        return app;
    }
}

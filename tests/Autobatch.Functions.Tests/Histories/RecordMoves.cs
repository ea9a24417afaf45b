using System.Text;
using System.Text.Json;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>Makes the histories of runs that change their account, as <see cref="RecordHistories"/> makes the others.</summary>
public sealed class RecordMoves(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Write_the_history_of_a_run_that_moved()
    {
        await using RunningApp app = await StartAsync(("Autobatch:Placement:RecordEvery", "00:00:01"));
        string id = await app.DropAsync("Jobs", "moved.job.json", TestManifests.Commands("moved", "/bin/true", "/bin/true", "/bin/sleep 6", "/bin/sleep 6"));
        await Wait.UntilAsync(
            async () => (await app.Services.GetRequiredService<TaskProgress>().ReadAsync(id, 0, Cancel)).Count == 2, "two tasks are recorded", TimeSpan.FromSeconds(60), Cancel);
        (await app.Http.PostAsync($"api/accounts/{RunningApp.Account}/drain", null, Cancel)).EnsureSuccessStatusCode();
        JsonElement run = await app.EndOfAsync(id);

        Assert.Equal(RunningApp.SecondAccount, run.GetProperty("account").GetString());
        await new Recorder(app).SaveAsync("run-moved", Ids.RunInstance(id));
    }

    [Fact(Explicit = true)]
    public async Task Write_the_history_of_a_run_that_spilled_over()
    {
        await using RunningApp app = await StartAsync(("Autobatch:Placement:SpillAfter", "00:00:01"));
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };

        // The quota is known before it changes, so the account looks free when it is chosen.
        await app.EndOfAsync(await app.DropAsync("Jobs", "first.job.json", TestManifests.Commands("first", "/bin/true")));
        (await emulator.PatchAsync(
            $"_emulator/accounts/{RunningApp.Account}/quotas", new StringContent("""{"activeJobAndJobScheduleQuota": 5}""", Encoding.UTF8, "application/json"), Cancel)).EnsureSuccessStatusCode();
        for (int i = 0; i < 5; i++)
        {
            await app.Batch.CreateJobAsync(Encoding.UTF8.GetBytes($$"""{ "id": "foreign{{i}}", "poolInfo": { "poolId": "none" } }"""), Cancel);
        }

        string id = await app.DropAsync("Jobs", "over.job.json", TestManifests.Commands("over", "/bin/true"));
        JsonElement run = await app.EndOfAsync(id);

        Assert.Equal(RunningApp.SecondAccount, run.GetProperty("account").GetString());
        Assert.Contains("has been full", run.GetProperty("placement").GetProperty("reason").GetString(), StringComparison.Ordinal);
        await new Recorder(app).SaveAsync("run-spilled-over", Ids.RunInstance(id));
    }

    private Task<RunningApp> StartAsync(params (string Key, string Value)[] settings) =>
        RunningApp.StartAsync(fixture.Azurite, [("Autobatch:Accounts:1:Name", RunningApp.SecondAccount), .. settings]);
}

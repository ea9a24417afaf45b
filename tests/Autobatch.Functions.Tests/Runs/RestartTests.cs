using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class RestartTests(AppFixture fixture)
{
    [Fact]
    public async Task Run_goes_on_when_the_app_is_restarted_and_no_task_runs_twice()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string id = await app.DropAsync("Jobs", "restart.job.json", TestManifests.Commands("restart", "/bin/sleep 3", "/bin/true"));
        await Wait.UntilAsync(
            async () => (await app.Http.GetAsync($"api/runs/{id}", TestContext.Current.CancellationToken)).IsSuccessStatusCode
                && (await app.GetAsync($"api/runs/{id}")).GetProperty("status").GetString() == "Running",
            "the run is running",
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);

        await app.RestartAsync();

        JsonElement run = await app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.All(result.GetProperty("tasks").EnumerateArray(), t => Assert.Equal(0, t.GetProperty("retryCount").GetInt32()));
    }
}

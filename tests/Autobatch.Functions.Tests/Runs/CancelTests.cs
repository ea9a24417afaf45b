using System.Net;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class CancelTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

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
}

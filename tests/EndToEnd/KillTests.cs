using System.Text.Json;
using Autobatch.EndToEnd.Support;
using Autobatch.Testing;

namespace Autobatch.EndToEnd;

public sealed class KillTests
{
    private const int Files = 24;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_and_started_again_it_completes_the_same_run()
    {
        using TemporaryFolder undisturbed = new();
        using TemporaryFolder folder = new();
        using (LocalProcess calm = Start(undisturbed, SampleInputs.Take(undisturbed, Files)))
        {
            Assert.True(await calm.ExitAsync(Cancel) == 0, calm.All);
        }

        string inputs = SampleInputs.Take(folder, Files);
        IReadOnlyDictionary<string, string> before;
        using (LocalProcess killed = Start(folder, inputs))
        {
            Uri app = await killed.AppAddressAsync(Cancel);
            before = await SucceededAsync(app, atLeast: 4);
            killed.Kill();
            await killed.ExitAsync(Cancel);
        }

        (int azurite, _) = Assert.Single(Leftovers.Azurites(folder["data"]));
        using LocalProcess again = Start(folder, inputs);
        await again.AppAddressAsync(Cancel);
        Assert.Equal(azurite, Assert.Single(Leftovers.Azurites(folder["data"])).Pid);

        Assert.True(await again.ExitAsync(Cancel) == 0, again.All);
        RunLine line = RunLine.Read(again);
        Assert.Equal(("Completed", Files + 1), (line.Status, line.Succeeded));
        Assert.Contains(again.Output, text => text.Contains($"Going on with the run {line.RunId}", StringComparison.Ordinal));
        Assert.Equal(Folders.Digests(undisturbed["out"]), Folders.Digests(folder["out"]));
        Assert.Empty(Leftovers.Of(folder["data"]));
        await AssertNotRunAgainAsync(folder, line.RunId, before);
    }

    /// <summary>Tasks that had succeeded before the kill still have the start that they had then.</summary>
    private static async Task AssertNotRunAgainAsync(TemporaryFolder folder, string runId, IReadOnlyDictionary<string, string> before)
    {
        using LocalProcess start = LocalProcess.StartServer(folder, new Dictionary<string, string>());
        Uri app = await start.AppAddressAsync(Cancel);
        IReadOnlyDictionary<string, string> after = await StartsAsync(app, runId);
        Assert.Equal(Files + 1, after.Count);
        foreach ((string task, string started) in before)
        {
            Assert.Equal((task, started), (task, after[task]));
        }

        start.Interrupt();
        Assert.Equal(0, await start.ExitAsync(Cancel));
        Assert.Empty(Leftovers.Of(folder["data"]));
    }

    private static LocalProcess Start(TemporaryFolder folder, string inputs) => LocalProcess.Start(
        folder,
        "run", Repository.PathOf("samples/api-index"), "--inputs", inputs, "--out", folder["out"], "--data", folder["data"], "--slots", "1");

    private static async Task<IReadOnlyDictionary<string, string>> SucceededAsync(Uri app, int atLeast)
    {
        IReadOnlyDictionary<string, string> found = new Dictionary<string, string>();
        await Wait.UntilAsync(
            async () =>
            {
                using HttpClient http = new() { BaseAddress = app };
                JsonElement runs = await GetAsync(http, "api/runs");
                if (runs.GetProperty("runs").GetArrayLength() > 0)
                {
                    found = await StartsAsync(app, runs.GetProperty("runs")[0].GetProperty("id").GetString()!);
                }

                return found.Count >= atLeast;
            },
            $"{atLeast} tasks have succeeded",
            TimeSpan.FromMinutes(3),
            Cancel);
        return found;
    }

    private static async Task<IReadOnlyDictionary<string, string>> StartsAsync(Uri app, string runId)
    {
        using HttpClient http = new() { BaseAddress = app };
        JsonElement tasks = await GetAsync(http, $"api/runs/{runId}/tasks?top=1000");
        return tasks.GetProperty("tasks").EnumerateArray()
            .Where(task => task.TryGetProperty("result", out JsonElement result) && result.GetString() == "success")
            .ToDictionary(task => task.GetProperty("id").GetString()!, task => task.GetProperty("startTime").GetString()!);
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path)
    {
        using HttpResponseMessage response = await http.GetAsync(path, Cancel);
        string body = await response.Content.ReadAsStringAsync(Cancel);
        return response.IsSuccessStatusCode ? JsonElement.Parse(body) : JsonElement.Parse("""{ "runs": [], "tasks": [] }""");
    }
}

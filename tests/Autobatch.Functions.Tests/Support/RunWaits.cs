using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Waits for what becomes of a run.</summary>
internal static class RunWaits
{
    /// <summary>Waits until so many tasks of a run are running; gives it as the API tells it.</summary>
    public static async Task<JsonElement> RunningAsync(this RunningApp app, string runId, int tasks)
    {
        JsonElement run = default;
        await Wait.UntilAsync(
            async () =>
            {
                using HttpResponseMessage response = await app.Http.GetAsync($"api/runs/{runId}");
                run = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : default;
                return run.ValueKind == JsonValueKind.Object && run.TryGetProperty("tasks", out JsonElement counts) && counts.GetProperty("running").GetInt32() >= tasks;
            },
            $"{tasks} tasks of run {runId} run",
            TimeSpan.FromSeconds(60));
        return run;
    }

    /// <summary>Waits until a run waits for this; gives it as the API tells it.</summary>
    public static async Task<JsonElement> WaitingAsync(this RunningApp app, string runId, string reason)
    {
        JsonElement run = default;
        await Wait.UntilAsync(
            async () =>
            {
                using HttpResponseMessage response = await app.Http.GetAsync($"api/runs/{runId}");
                run = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : default;
                return run.ValueKind == JsonValueKind.Object && run.TryGetProperty("waitingFor", out JsonElement waitingFor) && waitingFor.GetString() == reason;
            },
            $"run {runId} waits for {reason}",
            TimeSpan.FromSeconds(60));
        return run;
    }

    /// <summary>Waits until a run has ended; gives it as the API tells it.</summary>
    public static async Task<JsonElement> EndOfAsync(this RunningApp app, string runId, TimeSpan? timeout = null)
    {
        JsonElement run = default;
        string last = "";
        await Wait.UntilAsync(
            async () =>
            {
                using HttpResponseMessage response = await app.Http.GetAsync($"api/runs/{runId}");
                last = await response.Content.ReadAsStringAsync();
                if (!response.IsSuccessStatusCode)
                {
                    return false;
                }

                run = JsonSerializer.Deserialize<JsonElement>(last);
                return Autobatch.Runs.RunStatus.IsFinal(run.GetProperty("status").GetString()!);
            },
            () => $"run {runId} has ended; last seen: {last}",
            timeout ?? TimeSpan.FromSeconds(90));
        return run;
    }
}

using System.Net;
using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Steps that many wire tests take.</summary>
internal static class Batch
{
    /// <summary>Waits for a condition, a minute at most.</summary>
    public static Task Until(Func<Task<bool>> condition, string message) =>
        Wait.UntilAsync(condition, message, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public static async Task<string> Pool(this EmulatorClient client, int nodes = 1, int slots = 4, string more = "")
    {
        var id = EmulatorFixture.UniqueId("pool");
        (await client.Post("/pools", $$"""{"id":"{{id}}","vmSize":"STANDARD_D2","targetDedicatedNodes":{{nodes}},"taskSlotsPerNode":{{slots}}{{more}}}""")).Expect(HttpStatusCode.Created);
        await Until(
            async () => (await client.Get($"/pools/{id}")).Json.GetProperty("allocationState").GetString() == "steady",
            "the pool is steady");
        return id;
    }

    public static async Task<string> Job(this EmulatorClient client, string pool, string more = "")
    {
        var id = EmulatorFixture.UniqueId("job");
        (await client.Post("/jobs", $$"""{"id":"{{id}}","poolInfo":{"poolId":"{{pool}}"}{{more}}}""")).Expect(HttpStatusCode.Created);
        return id;
    }

    public static async Task Task(this EmulatorClient client, string job, string id, string command, string more = "") =>
        (await client.Post($"/jobs/{job}/tasks", $$"""{"id":"{{id}}","commandLine":{{JsonSerializer.Serialize(command)}}{{more}}}""")).Expect(HttpStatusCode.Created);

    /// <summary>Waits until the task has the state.</summary>
    public static async Task<JsonElement> TaskIs(this EmulatorClient client, string job, string id, string state)
    {
        JsonElement task = default;
        await Until(
            async () => (task = (await client.Get($"/jobs/{job}/tasks/{id}")).Expect(HttpStatusCode.OK).Json).GetProperty("state").GetString() == state,
            $"task {id} is {state}");
        return task;
    }

    /// <summary>Waits until the job has the state.</summary>
    public static async Task<JsonElement> JobIs(this EmulatorClient client, string job, string state)
    {
        JsonElement found = default;
        await Until(
            async () => (found = (await client.Get($"/jobs/{job}")).Expect(HttpStatusCode.OK).Json).GetProperty("state").GetString() == state,
            $"job {job} is {state}");
        return found;
    }
}

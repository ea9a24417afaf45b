using System.Text;
using System.Text.Json;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Placing;

public sealed class MovedResultTests(AppFixture fixture)
{
    private const int Quick = 5;
    private const int Slow = 7;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_that_fails_after_a_move_has_every_task_in_its_result_and_runs_the_rest_again()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Accounts:1:Name", RunningApp.SecondAccount), ("Autobatch:Placement:RecordEvery", "00:00:01"));
        using Gatepost post = new();

        // Nothing defines this pool, so the second account cannot make it.
        await app.Batch.CreatePoolAsync(
            Encoding.UTF8.GetBytes("""
                { "id": "here", "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 1, "taskSlotsPerNode": 16,
                  "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" } } }
                """),
            Cancel);
        string id = await app.DropAsync("Jobs", "half.job.json", Manifest(post));
        await Wait.UntilAsync(
            async () => (await app.Services.GetRequiredService<TaskProgress>().ReadAsync(id, 0, Cancel)).Count == Quick, "the quick tasks are recorded", TimeSpan.FromSeconds(60), Cancel);

        (await app.Http.PostAsync($"api/accounts/{RunningApp.Account}/drain", null, Cancel)).EnsureSuccessStatusCode();
        JsonElement run = await app.EndOfAsync(id);
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");
        JsonElement listed = await app.GetAsync($"api/runs/{id}/tasks?state=notAdded");
        (await app.Http.PostAsync($"api/accounts/{RunningApp.Account}/undrain", null, Cancel)).EnsureSuccessStatusCode();
        post.Open();
        string again = await app.EndAsync(app.RerunAsync(id, "?only=failed"), "Completed");

        Assert.Equal(("Failed", "PoolNotDefined"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal((Quick + Slow, Quick, 0, Slow), Counts(run.GetProperty("tasks")));
        Assert.Equal((Quick + Slow, Quick, 0, Slow), Counts(result.GetProperty("counts")));
        JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, Quick + Slow).Select(i => $"t{i}").Order(), tasks.Select(t => t.GetProperty("id").GetString()!).Order());
        Assert.All(tasks[..Quick], t => Assert.Equal(("success", RunningApp.Account), (t.GetProperty("result").GetString(), t.GetProperty("account").GetString())));
        Assert.All(tasks[Quick..], t => Assert.Equal(("notAdded", "unfinished"), (t.GetProperty("state").GetString(), t.GetProperty("exitClass").GetString())));
        Assert.Equal(Slow, listed.GetProperty("tasks").GetArrayLength());
        Assert.Equal((Slow, Slow, 0, 0), Counts((await app.ReadJsonAsync("Results", $"{again}/result.json")).GetProperty("counts")));
    }

    private static string Manifest(Gatepost post) => $$"""
        { "schemaVersion": "1.0", "id": "half", "poolInfo": { "poolId": "here" },
          "tasks": [ {{string.Join(", ", Enumerable.Range(0, Quick + Slow).Select(i => $$"""{ "id": "t{{i}}", "commandLine": "{{(i < Quick ? "/bin/true" : post.Command)}}" }"""))}} ] }
        """;

    private static (int Total, int Succeeded, int Failed, int NotRun) Counts(JsonElement counts) => (
        counts.GetProperty("total").GetInt32(), counts.GetProperty("succeeded").GetInt32(), counts.GetProperty("failed").GetInt32(), counts.GetProperty("notRun").GetInt32());
}

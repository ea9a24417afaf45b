using System.Text.Json;
using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Kills;

public sealed class CollectKillTests
{
    private const int Tasks = 200;
    private const int Kills = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_its_results_are_collected_a_run_has_one_complete_result_without_doubles()
    {
        string manifest = $$"""
            { "schemaVersion": "1.0", "id": "collected", "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 0, "end": {{Tasks - 1}} } ],
              "repeatTask": { "commandLine": "/bin/sh -c 'echo [{0}] > outputs.json'",
                "outputFiles": [ { "filePattern": "*.json", "destination": { "autoStorage": { "containerName": "outputs", "path": "{run.id}/{task.id}" } },
                                   "uploadOptions": { "uploadCondition": "taskcompletion" } } ] } } }
            """;
        await using KilledServices services = await KilledServices.StartAsync();
        string id = await services.DropAsync("jobs", "collected.job.json", BinaryData.FromString(manifest));

        int midway = 0;
        for (int kill = 0; kill < Kills && !IsCollected(services, id); kill++)
        {
            await Wait.UntilAsync(() => Scheduled(services, id) is not null, "the results are being collected", TimeSpan.FromMinutes(3), Cancel);
            await services.KillAsync();
            midway += IsCollected(services, id) ? 0 : 1;
            await services.StartAgainAsync();
        }

        Assert.True(midway > 0, "no kill met the collecting");
        using JsonDocument run = await services.EndOfAsync(id);
        Assert.True(run.RootElement.GetProperty("status").GetString() == RunStatus.Completed, run.RootElement.ToString());
        JsonElement counts = run.RootElement.GetProperty("tasks");
        Assert.Equal((Tasks, Tasks, 0), (counts.GetProperty("total").GetInt32(), counts.GetProperty("succeeded").GetInt32(), counts.GetProperty("failed").GetInt32()));
        await AssertResultAsync(services, id);
    }

    private static async Task AssertResultAsync(KilledServices services, string id)
    {
        Assert.Equal([$"{id}/result.json"], await services.BlobsAsync("results", id));
        JsonElement result = await services.ResultAsync(id);
        JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
        Assert.Equal(Tasks, tasks.Length);
        Assert.Equal(
            Enumerable.Range(0, Tasks),
            tasks.Select(task => task.GetProperty("customOutput")[0].GetInt32()).Order());
        Assert.Equal(Tasks, tasks.Select(task => task.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(tasks, task => Assert.Equal(("success", 0), (task.GetProperty("result").GetString(), task.GetProperty("retryCount").GetInt32())));
        string[] outputs = [.. tasks.SelectMany(task => task.GetProperty("outputs").EnumerateArray()).Select(output => output.GetProperty("name").GetString()!)];
        Assert.Equal(outputs.Length, outputs.Distinct().Count());
        Assert.Equal((await services.BlobsAsync("outputs", id)).Count, outputs.Length);
    }

    private static bool IsCollected(KilledServices services, string id) =>
        Scheduled(services, id) is { } call && services.History(Ids.RunInstance(id)).OfType<TaskCompleted>().Any(done => done.TaskScheduledId == call.EventId);

    private static TaskScheduled? Scheduled(KilledServices services, string id) =>
        services.History(Ids.RunInstance(id)).OfType<TaskScheduled>().FirstOrDefault(call => call.Name == nameof(CollectRun));
}

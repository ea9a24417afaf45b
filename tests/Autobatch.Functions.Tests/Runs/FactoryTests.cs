using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class FactoryTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Sweep_runs_every_combination_and_its_merge_task_sees_what_they_left()
    {
        string outputs = _app.Container("Outputs");
        JsonElement run = await RunAsync("sweep", $$"""
            "taskFactory": {
              "type": "parametricSweep",
              "parameterSets": [ { "start": 1, "end": 40 }, { "values": [ "a", "b", "c" ] } ],
              "repeatTask": {
                "commandLine": "/bin/sh -c 'echo {0}{1} > cell-{task.id}'",
                "outputFiles": [ { "filePattern": "cell-*", "destination": { "autoStorage": { "containerName": "{{outputs}}", "path": "{run.id}/cells" } },
                  "uploadOptions": { "uploadCondition": "taskSuccess" } } ]
              },
              "mergeTask": {
                "commandLine": "/bin/sh -c 'cat $(ls in/*/cells/* | sort -V) | tr \"\\n\" \" \"'",
                "resourceFiles": [ { "autoStorageContainerName": "{{outputs}}", "blobPrefix": "{run.id}/cells/", "filePath": "in" } ]
              }
            }
            """);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(121, run.GetProperty("tasks").GetProperty("succeeded").GetInt32());
        string expected = string.Concat(Enumerable.Range(1, 40).SelectMany(n => "abc".Select(c => $"{n}{c} ")));
        Assert.Equal(expected, await StdoutAsync(run, "merge"));
    }

    [Fact]
    public async Task Chain_runs_one_after_the_other()
    {
        string file = Path.Combine(_app.HistoryFolder, $"chain-{Guid.NewGuid():n}");
        JsonElement run = await RunAsync("chain", $$"""
            "taskFactory": {
              "type": "parametricSweep",
              "parameterSets": [ { "start": -1, "end": 4 } ],
              "repeatTask": { "commandLine": "/bin/sh -c 'echo {task.id} after {0} >> {{file}}'", "dependsOn": { "taskIds": [ "{0}" ] } }
            }
            """);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(
            ["0 after -1", "1 after 0", "2 after 1", "3 after 2", "4 after 3", "5 after 4"],
            await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Collection_runs_in_the_order_of_its_dependencies_and_merges_last()
    {
        string file = Path.Combine(_app.HistoryFolder, $"collection-{Guid.NewGuid():n}");
        JsonElement run = await RunAsync("collection", $$"""
            "taskFactory": {
              "type": "taskCollection",
              "tasks": [
                { "id": "last", "commandLine": "/bin/sh -c 'echo last >> {{file}}'", "dependsOn": { "taskIds": [ "middle" ] } },
                { "id": "first", "commandLine": "/bin/sh -c 'echo first >> {{file}}'" },
                { "id": "middle", "commandLine": "/bin/sh -c 'echo middle >> {{file}}'", "dependsOn": { "taskIds": [ "first" ] } }
              ],
              "mergeTask": { "commandLine": "/bin/sh -c 'echo merge >> {{file}}'" }
            }
            """);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(["first", "middle", "last", "merge"], await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sweep_beyond_the_bound_of_the_settings_is_refused_before_anything_is_made()
    {
        string id = await _app.DropAsync("Jobs", "too-many.job.json", """
            { "schemaVersion": "1.0", "id": "too-many", "taskFactory": { "type": "parametricSweep",
              "parameterSets": [ { "start": 1, "end": 1000 }, { "start": 0, "end": 100 } ], "repeatTask": { "commandLine": "/bin/true" } } }
            """);

        JsonElement run = await _app.EndOfAsync(id);

        Assert.Equal("Rejected", run.GetProperty("status").GetString());
        JsonElement error = await _app.ReadJsonAsync("Results", $"{id}/error.json");
        Assert.Equal("TooManyTasks", error.GetProperty("code").GetString());
        Assert.Equal("/taskFactory/parameterSets", error.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    private async Task<JsonElement> RunAsync(string id, string properties) => await _app.EndOfAsync(
        await _app.DropAsync("Jobs", $"{id}.job.json", $$"""{ "schemaVersion": "1.0", "id": "{{id}}", {{properties}} }"""));

    private async Task<string> StdoutAsync(JsonElement run, string task) =>
        (await _app.Blobs("Outputs").GetBlobClient($"{run.GetProperty("id").GetString()}/{task}/stdout.txt")
            .DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
}

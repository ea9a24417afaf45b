using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class BatchTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;
    private readonly string _workload = WorkloadSteps.Unique();

    [Fact]
    public async Task Full_batches_are_closed_at_once_and_the_rest_after_its_longest_wait()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document("""  "include": [ "*.csv" ], "maxFiles": 2, "maxWait": "PT4S" """));
        await _app.FilesAsync(_workload, "a.csv", "ignored.txt", "b.csv", "c/d.csv", "e.csv", "f.csv");

        IReadOnlyList<JsonElement> runs = await _app.RunsAsync(_workload, 3);

        Assert.Equal(["a.csv b.csv", "c/d.csv e.csv", "f.csv"], await BatchesAsync(runs));
        Assert.All(runs, r => Assert.Equal((_workload, "Completed"), (r.GetProperty("workload").GetString(), r.GetProperty("status").GetString())));
        JsonElement result = await _app.ReadJsonAsync("Results", $"{runs[0].GetProperty("id").GetString()}/result.json");
        Assert.Equal(_workload, result.GetProperty("workload").GetString());
    }

    [Fact]
    public async Task Marker_closes_its_folder_with_all_below_even_when_its_event_comes_first()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "markerFile": "_SUCCESS" """));
        await _app.InputAsync($"{_workload}/day-1/a", "a");
        await _app.InputAsync($"{_workload}/day-1/deep/b", "b");
        await _app.FilesAsync(_workload, "day-2/c", "day-1/_SUCCESS");
        await _app.PostEventAsync("Inputs", $"{_workload}/day-1/a");
        await _app.PostEventAsync("Inputs", $"{_workload}/day-1/deep/b");

        JsonElement run = Assert.Single(await _app.RunsAsync(_workload, 1));
        Assert.Equal(["day-1/a", "day-1/deep/b"], await _app.BatchAsync(run));

        await _app.FilesAsync(_workload, "day-2/_SUCCESS");
        Assert.Equal(["day-1/a day-1/deep/b", "day-2/c"], await BatchesAsync(await _app.RunsAsync(_workload, 2)));
    }

    [Fact]
    public async Task Quiet_period_waits_until_nothing_comes_any_more()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "quietPeriod": "PT3S" """));
        await _app.FilesAsync(_workload, "a", "b");
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        await _app.FilesAsync(_workload, "c");

        Assert.Equal(["a b c"], await BatchesAsync(await _app.RunsAsync(_workload, 1)));
    }

    [Fact]
    public async Task Tasks_get_exactly_the_files_of_the_batch()
    {
        await _app.WorkloadAsync(_workload, $$"""
            schemaVersion: "1.0"
            rule: { maxFiles: 2 }
            parameters: { greeting: hello }
            manifest:
              schemaVersion: "1.0"
              id: per-file
              parameters: { greeting: { type: string } }
              taskFactory:
                type: taskPerFile
                source: { batch: true }
                repeatTask:
                  commandLine: /bin/sh -c 'echo {parameters.greeting} $(cat in) of {batch.count} in {batch.prefix}'
                  resourceFiles: [ { httpUrl: "{url}", filePath: in } ]
                mergeTask:
                  commandLine: /bin/cat names
                  resourceFiles: [ { httpUrl: "{batch.list}", filePath: names } ]
            """, "yaml");
        await _app.InputAsync($"{_workload}/x/not-told", "no event and no audit");
        await _app.FilesAsync(_workload, "x/1", "x/2");

        JsonElement run = Assert.Single(await _app.RunsAsync(_workload, 1));

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        string id = run.GetProperty("id").GetString()!;
        Assert.Equal($"hello x/1 of 2 in {_workload}/x/\n", await _app.GetTextAsync($"api/runs/{id}/tasks/0/files/stdout.txt"));
        Assert.Equal($"hello x/2 of 2 in {_workload}/x/\n", await _app.GetTextAsync($"api/runs/{id}/tasks/1/files/stdout.txt"));
        Assert.Equal($"{_workload}/x/1\n{_workload}/x/2\n", await _app.GetTextAsync($"api/runs/{id}/tasks/merge/files/stdout.txt"));
    }

    [Fact]
    public async Task Version_that_event_and_audit_tell_of_is_one_file_and_an_overwritten_one_another()
    {
        await _app.WorkloadAsync(_workload, WorkloadSteps.Document(""" "maxFiles": 1 """, "/bin/echo {trigger.name} {trigger.etag}"));
        await _app.FilesAsync(_workload, "a");
        await _app.RunsAsync(_workload, 1);
        await _app.AuditInputsAsync();
        await _app.PostEventAsync("Inputs", $"{_workload}/a");
        await _app.FilesAsync(_workload, "a");

        IReadOnlyList<JsonElement> runs = await _app.RunsAsync(_workload, 2);

        string[] etags = [.. runs.Select(r => r.GetProperty("source").GetProperty("eTag").GetString()!)];
        Assert.Equal(2, etags.Distinct().Count());
        Assert.All(runs, r => Assert.Equal($"{_workload}/a", r.GetProperty("source").GetProperty("name").GetString()));
    }

    private async Task<string[]> BatchesAsync(IReadOnlyList<JsonElement> runs)
    {
        List<string> batches = [];
        foreach (JsonElement run in runs)
        {
            batches.Add(string.Join(' ', await _app.BatchAsync(run)));
        }

        return [.. batches.Order(StringComparer.Ordinal)];
    }
}

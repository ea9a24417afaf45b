using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class RerunTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_tasks_that_failed_run_again_and_the_merge_task_sees_the_outputs_of_both_runs()
    {
        using TemporaryFolder mended = new();
        string first = await _app.EndAsync(_app.DropAsync("Jobs", "rerun.job.json", Sweep("rerun", $"test {{0}} != 2 -o -e {mended["yes"]}", "true")), "CompletedWithFailures");
        await File.WriteAllTextAsync(mended["yes"], "", Cancel);
        string second = await _app.EndAsync(_app.RerunAsync(first, "?only=failed"), "Completed");

        Assert.Equal(["1", "merge"], await TasksAsync(second));
        Assert.Equal("out 1out 2out 3", await ReadAsync($"{first}/merged/all.txt"));
        Assert.Equal(first, (await _app.GetAsync($"api/runs/{second}")).GetProperty("rerunOf").GetString());
        Assert.Equal(second, (await _app.GetAsync($"api/runs/{first}")).GetProperty("rerunBy").GetString());
        JsonElement result = await _app.ReadJsonAsync("Results", $"{second}/result.json");
        Assert.Equal(first, result.GetProperty("rerunOf").GetString());
        Assert.False((await _app.ReadJsonAsync("Results", $"{first}/result.json")).TryGetProperty("rerunOf", out _), "the first run is none's rerun");
        JsonElement task = result.GetProperty("tasks").EnumerateArray().Single(t => t.GetProperty("id").GetString() == "1");
        Assert.Contains(task.GetProperty("outputs").EnumerateArray(), o => o.GetProperty("name").GetString() == $"{first}/1/out.txt");
    }

    [Fact]
    public async Task Merge_task_that_failed_runs_again_alone_also_after_a_rerun_that_failed_too()
    {
        using TemporaryFolder mended = new();
        string first = await _app.EndAsync(_app.DropAsync("Jobs", "remerge.job.json", Sweep("remerge", "true", $"test -e {mended["yes"]}")), "CompletedWithFailures");
        string second = await _app.EndAsync(_app.RerunAsync(first, "?only=failed"), "CompletedWithFailures");
        await File.WriteAllTextAsync(mended["yes"], "", Cancel);
        string third = await _app.EndAsync(_app.RerunAsync(second, "?only=failed"), "Completed");

        Assert.Equal(["merge"], await TasksAsync(second));
        Assert.Equal(["merge"], await TasksAsync(third));
        Assert.Equal("out 1out 2out 3", await ReadAsync($"{first}/merged/all.txt"));
    }

    [Fact]
    public async Task Tasks_of_files_run_again_over_the_same_files_though_others_came_since()
    {
        using TemporaryFolder mended = new();
        foreach (string name in (string[])["b", "d"])
        {
            await _app.InputAsync($"refile/{name}.txt", name);
        }

        string first = await _app.EndAsync(
            _app.DropAsync("Jobs", "refile.job.json", TestManifests.PerFile(_app, "refile", "refile/", $"/bin/sh -c 'cat {{fileName}} && test {{fileName}} = b.txt -o -e {mended["yes"]}'")),
            "CompletedWithFailures");
        await _app.InputAsync("refile/a.txt", "a");
        await File.WriteAllTextAsync(mended["yes"], "", Cancel);
        string second = await _app.EndAsync(_app.RerunAsync(first, "?only=failed"), "Completed");

        Assert.Equal(["1"], await TasksAsync(second));
        Assert.Equal("d", await ReadAsync($"{first}/1/stdout.txt"));
    }

    [Fact]
    public async Task Cancelled_run_goes_on_with_the_tasks_that_never_ran()
    {
        using Gatepost post = new();
        string first = await _app.DropAsync("Jobs", "recancel.job.json", $$"""
            { "schemaVersion": "1.0", "id": "recancel", "tasks": [
              { "id": "a", "commandLine": "/bin/true" }, { "id": "b", "commandLine": "{{post.Command}}", "dependsOn": { "taskIds": ["a"] } },
              { "id": "c", "commandLine": "/bin/true", "dependsOn": { "taskIds": ["a", "b"] } } ] }
            """);
        await _app.RunningAsync(first, tasks: 1);
        await Wait.UntilAsync(
            async () => (await _app.GetAsync($"api/runs/{first}")).GetProperty("tasks").GetProperty("succeeded").GetInt32() == 1
                && (await _app.GetAsync($"api/runs/{first}")).GetProperty("tasks").GetProperty("running").GetInt32() == 1,
            "the first task succeeded and the second one runs",
            cancellationToken: Cancel);
        Assert.Equal(HttpStatusCode.Conflict, (await _app.PostRerunAsync(first, "?only=failed")).StatusCode);
        (await _app.Http.PostAsync($"api/runs/{first}/cancel", null, Cancel)).EnsureSuccessStatusCode();
        Assert.Equal("Canceled", (await _app.EndOfAsync(first)).GetProperty("status").GetString());
        post.Open();

        string second = await _app.EndAsync(_app.RerunAsync(first, "?only=failed"), "Completed");

        Assert.Equal(["b", "c"], await TasksAsync(second));
    }

    [Fact]
    public async Task Whole_run_again_is_a_run_of_its_own_and_one_key_starts_one_rerun_and_all_reruns_are_told()
    {
        string first = await _app.EndAsync(_app.DropAsync("Jobs", "whole.job.json", TestManifests.Commands("whole", "/bin/echo a", "/bin/true")), "Completed");
        string key = Guid.NewGuid().ToString("n");

        HttpResponseMessage nothing = await _app.PostRerunAsync(first, "?only=failed");
        HttpResponseMessage unclear = await _app.PostRerunAsync(first, "?only=succeeded");
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _app.PostRerunAsync(first, "", ("Idempotency-Key", key))));
        string second = await _app.EndAsync(Task.FromResult(Assert.Single(answers.Select(a => a.RunId()).Distinct())), "Completed");
        string third = await _app.EndAsync(_app.RerunAsync(first, ""), "Completed");
        HttpResponseMessage other = await _app.PostRerunAsync(second, "", ("Idempotency-Key", key));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity), (nothing.StatusCode, unclear.StatusCode, other.StatusCode));
        Assert.Contains("NothingToRerun", await nothing.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        JsonElement told = await _app.GetAsync($"api/runs/{first}");
        Assert.Equal([third, second], told.GetProperty("reruns").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(third, told.GetProperty("rerunBy").GetString());
        Assert.Equal(first, (await _app.ReadJsonAsync("Results", $"{second}/result.json")).GetProperty("rerunOf").GetString());
        Assert.Equal(["t0", "t1"], await TasksAsync(second));
        Assert.Equal("a\n", await ReadAsync($"{second}/t0/stdout.txt"));
    }

    [Fact]
    public async Task Rerun_of_what_is_no_run_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _app.PostRerunAsync("0123456789abcdef0123456789abcdef", "")).StatusCode);

    [Fact]
    public async Task Succeeded_tasks_are_read_from_a_result_of_any_size()
    {
        StringBuilder result = new("""{ "runId": "x", "packages": [ { "id": "not-a-task", "result": "success" } ], "tasks": [""");
        for (int i = 0; i < 20_000; i++)
        {
            result.Append(i > 0 ? "," : "").Append($$"""{ "outputs": [ { "id": "no{{i}}", "result": "success" } ], "id": "{{i}}", "result": "{{(i % 3 == 0 ? "failure" : "success")}}" }""");
        }

        result.Append("""], "outputs": [ { "id": "neither", "result": "success" } ] }""");
        HashSet<string> succeeded = [];
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(result.ToString()));
        await SucceededTasks.ReadAsync(stream, succeeded, Cancel);

        Assert.Equal(Enumerable.Range(0, 20_000).Where(i => i % 3 != 0).Select(i => $"{i}").ToHashSet(), succeeded);
    }

    private string Sweep(string id, string condition, string mergeCondition) => $$"""
        { "schemaVersion": "1.0", "id": "{{id}}",
          "taskFactory": {
            "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": 3 } ],
            "repeatTask": {
              "commandLine": "/bin/sh -c '{{condition}} && printf \"out {0}\" > out.txt'",
              "outputFiles": [ { "filePattern": "out.txt", "destination": { "autoStorage": { "path": "{run.id}/{task.id}/out.txt" } }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ] },
            "mergeTask": {
              "commandLine": "/bin/sh -c '{{mergeCondition}} && cat in/*/*/out.txt > all.txt'",
              "resourceFiles": [ { "autoStorageContainerName": "{{_app.Container("Outputs")}}", "blobPrefix": "{run.id}/", "filePath": "in" } ],
              "outputFiles": [ { "filePattern": "all.txt", "destination": { "autoStorage": { "path": "{run.id}/merged/all.txt" } }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ] } } }
        """;

    private async Task<string[]> TasksAsync(string id) =>
        [.. (await _app.ReadJsonAsync("Results", $"{id}/result.json")).GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!).Order()];

    private async Task<string> ReadAsync(string name) =>
        (await _app.Blobs("Outputs").GetBlobClient(name).DownloadContentAsync(Cancel)).Value.Content.ToString();
}

using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>Input files that are written again once the run's job is made.</summary>
public sealed class ChangedInputTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Task_that_begins_after_its_file_was_written_again_counts_as_failed_and_a_rerun_takes_what_is_there()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        using Gate gate = new();
        await FilesAsync(app, "old");
        string first = await app.DropAsync("Jobs", "changed.job.json", Manifest(app, gate, "changed", ""));
        await app.RunningAsync(first, tasks: 1);
        await ChangeAsync(app, "c/0.txt");
        await ChangeAsync(app, "c/1.txt");
        gate.Open();

        JsonElement run = await app.EndOfAsync(first);
        Assert.Equal(("CompletedWithFailures", 2), (run.GetProperty("status").GetString(), run.GetProperty("tasks").GetProperty("failed").GetInt32()));
        JsonElement result = await app.ReadJsonAsync("Results", $"{first}/result.json");
        Assert.Equal(
            ["0 success whileRunning - success", "1 failure beforeStart InputChanged inputChanged", "2 success - - success", "merge failure - InputChanged inputChanged"],
            result.GetProperty("tasks").EnumerateArray().Select(Told));
        JsonElement warning = result.GetProperty("warnings").EnumerateArray().Single(w => w.GetProperty("code").GetString() == "InputsChanged");
        Assert.Contains("1 tasks began after", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("c/1.txt", warning.GetProperty("message").GetString(), StringComparison.Ordinal);

        // Whoever runs it again has seen what changed: the tasks that failed work on the new files, and the result says so.
        string second = await app.EndAsync(app.RerunAsync(first, "?only=failed"), "Completed");
        JsonElement again = await app.ReadJsonAsync("Results", $"{second}/result.json");
        Assert.Equal(["1", "merge"], again.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()));
        Assert.Equal("new", await app.StdoutAsync(first, "1"));
        Assert.StartsWith(
            "1 tasks ran again on inputs", again.GetProperty("warnings").EnumerateArray().Single(w => w.GetProperty("code").GetString() == "InputsDiffer").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_written_again_before_its_task_is_added_fails_a_rerun_too()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => o with { ActiveJobQuota = 1 });
        using Gatepost post = new();
        await FilesAsync(app, "old");
        string first = await app.EndAsync(app.DropAsync("Jobs", "late.job.json", TestManifests.PerFile(app, "late", "c/", "/bin/sh -c 'cat {fileName}; exit 1'")), "CompletedWithFailures");
        string other = await app.DropAsync("Jobs", "other.job.json", TestManifests.Commands("other", post.Command));
        await app.RunningAsync(other, tasks: 1);
        string second = await app.RerunAsync(first, "?only=failed");
        await app.WaitingAsync(second, "WaitingForQuota");
        await ChangeAsync(app, "c/2.txt");
        post.Open();

        JsonElement run = await app.EndOfAsync(second);

        Assert.Equal(("Failed", "InputChanged"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("c/2.txt' was written again after the run had listed it, before its task was added", run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_that_pins_nothing_takes_whatever_is_there()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        using Gate gate = new();
        await FilesAsync(app, "old");
        string id = await app.DropAsync("Jobs", "unpinned.job.json", Manifest(app, gate, "unpinned", """, "pin": "none" """));
        await app.RunningAsync(id, tasks: 1);
        await ChangeAsync(app, "c/1.txt");
        gate.Open();

        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        Assert.Equal("new", await app.StdoutAsync(id, "1"));
    }

    [Fact]
    public async Task File_of_a_batch_that_is_written_again_fails_its_own_task_alone()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        using Gate gate = new();
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, $$"""
            { "schemaVersion": "1.0", "rule": { "maxFiles": 2 }, "manifest": { "schemaVersion": "1.0", "id": "m",
              "taskFactory": { "type": "taskPerFile", "source": { "batch": true }, "repeatTask": {
                "requiredSlots": 4, "commandLine": "/bin/sh -c '{{gate.Wait}}; cat {fileName}'", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ] } } } }
            """);
        await app.FilesAsync(workload, "a.txt", "b.txt");
        await app.SomeRunAsync(workload);
        string id = (await app.GetAsync($"api/runs?top=1&workload={workload}")).GetProperty("runs")[0].GetProperty("id").GetString()!;
        await app.RunningAsync(id, tasks: 1);
        await ChangeAsync(app, $"{workload}/b.txt");
        gate.Open();

        JsonElement run = await app.EndOfAsync(id);

        Assert.Equal("CompletedWithFailures", run.GetProperty("status").GetString());
        Assert.Equal(
            ["0 success - - success", "1 failure beforeStart InputChanged inputChanged"],
            (await app.ReadJsonAsync("Results", $"{id}/result.json")).GetProperty("tasks").EnumerateArray().Select(Told));
    }

    // One task at a time, and the first one waits.
    private static string Manifest(RunningApp app, Gate gate, string id, string pin) => $$"""
        { "schemaVersion": "1.0", "id": "{{id}}", "taskFactory": { "type": "taskPerFile",
          "source": { "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobPrefix": "c/"{{pin}} },
          "repeatTask": { "requiredSlots": 4, "commandLine": "/bin/sh -c '{{gate.Wait}}; cat {fileName}'", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ] },
          "mergeTask": { "commandLine": "/bin/true" } } }
        """;

    private static string Told(JsonElement task) => string.Join(
        ' ', Text(task, "id"), Text(task, "result"), Text(task, "inputChanged"), task.TryGetProperty("failureInfo", out JsonElement failure) ? Text(failure, "code") : "-", Text(task, "exitClass"));

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "-";

    private static async Task FilesAsync(RunningApp app, string text)
    {
        foreach (string name in (string[])["c/0.txt", "c/1.txt", "c/2.txt"])
        {
            await app.InputAsync(name, text);
        }
    }

    // Storage tells times to the second: what begins now is later for certain.
    private static async Task ChangeAsync(RunningApp app, string name)
    {
        await app.InputAsync(name, "new");
        BlobProperties written = await app.Blobs("Inputs").GetBlobClient(name).GetPropertiesAsync(cancellationToken: Cancel);
        await Wait.UntilAsync(() => TimeProvider.System.GetUtcNow() > written.LastModified.AddSeconds(1.1), "the second is over", cancellationToken: Cancel);
    }
}

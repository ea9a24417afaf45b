using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

/// <summary>What a manifest can say beyond its tasks, carried out by the emulator.</summary>
public sealed class WholeManifestTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Preparation_runs_before_the_tasks_and_release_after_them()
    {
        string file = NewFile();
        JsonElement run = await RunAsync("prepared", $$"""
            "jobPreparationTask": { "commandLine": "/bin/sh -c 'echo prepare >> {{file}}'", "waitForSuccess": true },
            "jobReleaseTask": { "commandLine": "/bin/sh -c 'echo release >> {{file}}'" },
            "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'echo task >> {{file}}'" } ]
            """);

        Completed(run);
        await LinesAsync(file, ["prepare", "task", "release"]);
    }

    [Fact]
    public async Task Manager_runs_with_its_output_kept_and_the_variables_of_the_job()
    {
        // Not exclusive: the pool is shared with other tests, whose tasks may never leave the node idle.
        JsonElement run = await RunAsync("managed", """
            "commonEnvironmentSettings": [ { "name": "COLOUR", "value": "green" } ],
            "jobManagerTask": { "id": "boss", "commandLine": "/bin/sh -c 'echo $COLOUR {task.id} {job.id}'", "killJobOnCompletion": false, "runExclusive": false },
            "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'echo $COLOUR $SHAPE'", "environmentSettings": [ { "name": "SHAPE", "value": "round" } ] } ]
            """);

        Completed(run);
        Assert.Equal("green round\n", await OutputAsync(run, "a"));
        Assert.StartsWith("green boss managed-", await OutputAsync(run, "boss"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_on_a_pool_of_its_own_runs()
    {
        JsonElement run = await RunAsync("pooled", """
            "poolInfo": { "autoPoolSpecification": { "poolLifetimeOption": "job", "keepAlive": false, "pool": {
              "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 1, "taskSlotsPerNode": 2,
              "virtualMachineConfiguration": { "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" }, "nodeAgentSKUId": "batch.node.ubuntu 24.04" } } } },
            "tasks": [ { "id": "a", "commandLine": "/bin/echo here", "requiredSlots": 2 } ]
            """);

        Completed(run);
        Assert.Equal("here\n", await OutputAsync(run, "a"));
    }

    [Fact]
    public async Task Exit_conditions_let_dependents_run_after_a_failure_that_was_foreseen()
    {
        JsonElement run = await RunAsync("foreseen", """
            "tasks": [
              { "id": "a", "commandLine": "/bin/sh -c 'exit 3'", "exitConditions": { "exitCodes": [ { "code": 3, "exitOptions": { "dependencyAction": "satisfy" } } ] } },
              { "id": "b", "commandLine": "/bin/echo went on", "dependsOn": { "taskIds": [ "a" ] } }
            ]
            """);

        Assert.Equal("CompletedWithFailures", run.GetProperty("status").GetString());
        Assert.Equal("went on\n", await OutputAsync(run, "b"));
    }

    [Fact]
    public async Task Constraints_end_a_task_in_time_and_try_another_again()
    {
        string file = NewFile();
        JsonElement run = await RunAsync("constrained", $$"""
            "constraints": { "maxTaskRetryCount": 1 },
            "tasks": [
              { "id": "slow", "commandLine": "/bin/sleep 600", "constraints": { "maxWallClockTime": "PT1S", "maxTaskRetryCount": 0 } },
              { "id": "again", "commandLine": "/bin/sh -c 'echo try >> {{file}}; test $(wc -l < {{file}}) = 2'" }
            ]
            """);

        Assert.Equal("CompletedWithFailures", run.GetProperty("status").GetString());
        Assert.Equal((1, 1), (run.GetProperty("tasks").GetProperty("succeeded").GetInt32(), run.GetProperty("tasks").GetProperty("failed").GetInt32()));
        Assert.Equal(2, (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Task_uses_several_applications_at_once()
    {
        await _app.DropAsync("Packages", "upper/1.0.zip", Zips.Of(("run.sh", "tr a-z A-Z\n")));
        await _app.DropAsync("Packages", "twice/2.1.zip", Zips.Of(("run.sh", "read line; echo \"$line $line\"\n")));
        JsonElement run = await RunAsync("applications", """
            "applications": [ { "applicationId": "upper", "version": "1.0" }, { "applicationId": "twice", "version": "2.1" } ],
            "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'echo abc | sh $AZ_BATCH_APP_PACKAGE_upper_1_0/run.sh | sh $AZ_BATCH_APP_PACKAGE_twice_2_1/run.sh'",
              "applicationPackageReferences": [ { "applicationId": "upper", "version": "1.0" }, { "applicationId": "twice", "version": "2.1" } ] } ]
            """);

        Completed(run);
        Assert.Equal("ABC ABC\n", await OutputAsync(run, "a"));
    }

    private static void Completed(JsonElement run) => Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());

    private static async Task LinesAsync(string file, string[] expected) => await Autobatch.Testing.Wait.UntilAsync(
        async () => File.Exists(file) && (await File.ReadAllLinesAsync(file)).SequenceEqual(expected),
        $"{file} holds {string.Join(", ", expected)}",
        TimeSpan.FromSeconds(60));

    private string NewFile() => Path.Combine(_app.HistoryFolder, Guid.NewGuid().ToString("n"));

    private async Task<JsonElement> RunAsync(string id, string properties) => await _app.EndOfAsync(
        await _app.DropAsync("Jobs", $"{id}.job.json", $$"""{ "schemaVersion": "1.0", "id": "{{id}}", {{properties}} }"""), TimeSpan.FromMinutes(3));

    private async Task<string> OutputAsync(JsonElement run, string task) =>
        (await _app.Blobs("Outputs").GetBlobClient($"{run.GetProperty("id").GetString()}/{task}/stdout.txt")
            .DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
}

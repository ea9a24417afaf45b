using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class FailingTaskTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Command_that_does_not_exist_is_named_in_the_result()
    {
        JsonElement result = await ResultAsync("no-command", TestManifests.Commands("nocommand", "/no/such/program --now"), "CompletedWithFailures");

        Assert.Equal("CommandProgramNotFound", Task(result, "t0").GetProperty("failureInfo").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Exit_code_is_told_for_each_task()
    {
        JsonElement result = await ResultAsync("exit-3", TestManifests.Commands("exit3", "/bin/sh -c 'exit 3'", "/bin/true"), "CompletedWithFailures");

        Assert.Equal(3, Task(result, "t0").GetProperty("exitCode").GetInt32());
        Assert.Equal("success", Task(result, "t1").GetProperty("result").GetString());
        Assert.Equal(1, result.GetProperty("counts").GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Result_has_a_table_of_exit_classes_with_what_each_set_off()
    {
        JsonElement result = await ResultAsync(
            "exit-classes",
            """
            { "schemaVersion": "1.0", "id": "exits", "usesTaskDependencies": true,
              "tasks": [
                { "id": "t0", "commandLine": "/bin/true" },
                { "id": "t1", "commandLine": "/bin/sh -c 'exit 3'", "constraints": { "maxTaskRetryCount": 1 },
                  "exitConditions": { "exitCodes": [ { "code": 3, "exitOptions": { "dependencyAction": "satisfy" } } ] } },
                { "id": "t2", "commandLine": "/bin/true", "dependsOn": { "taskIds": [ "t1" ] } },
                { "id": "t3", "commandLine": "/no/such/program" } ] }
            """,
            "CompletedWithFailures");

        Assert.Equal(
            [("success", 0, null, "satisfy", 2, 0), ("failure", 3, "exitCodes", "satisfy", 1, 1), ("preProcessingError", null, null, "block", 1, 0)],
            result.GetProperty("exitClasses").EnumerateArray().Select(r => (
                r.GetProperty("class").GetString(), r.GetProperty("exitCode").ValueKind == JsonValueKind.Null ? (int?)null : r.GetProperty("exitCode").GetInt32(),
                r.GetProperty("condition").GetString(), r.GetProperty("dependencyAction").GetString(), r.GetProperty("tasks").GetInt32(), r.GetProperty("retries").GetInt32())));
        Assert.Equal("preProcessingError", Task(result, "t3").GetProperty("exitClass").GetString());
    }

    [Fact]
    public async Task Merge_task_behind_a_failure_is_found_to_be_blocked()
    {
        await _app.InputAsync("blocked/a.txt", "a");
        await _app.InputAsync("blocked/b.txt", "b");

        JsonElement result = await ResultAsync(
            "exit-3-merge", TestManifests.PerFile(_app, "exit3merge", "blocked/", "/bin/sh -c 'exit 3'", "/bin/true"), "CompletedWithFailures");

        Assert.Equal("BlockedDependency", result.GetProperty("waitingReason").GetString());
        Assert.Equal("BlockedDependency", result.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("exit code 3", Task(result, "merge").GetProperty("blocked").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_out_ends_the_task_and_is_named()
    {
        const string manifest = """
            { "schemaVersion": "1.0", "id": "timeout",
              "tasks": [ { "id": "t0", "commandLine": "/bin/sleep 600", "constraints": { "maxWallClockTime": "PT1S" } } ] }
            """;

        JsonElement result = await ResultAsync("time-out", manifest, "CompletedWithFailures");

        Assert.False(string.IsNullOrEmpty(Task(result, "t0").GetProperty("failureInfo").GetProperty("code").GetString()));
        Assert.Equal("failure", Task(result, "t0").GetProperty("result").GetString());
    }

    [Fact]
    public async Task Stdout_is_kept_among_the_outputs()
    {
        JsonElement result = await ResultAsync("stdout", TestManifests.Commands("stdout", "/bin/echo kept"), "Completed");

        Assert.Contains(Task(result, "t0").GetProperty("outputs").EnumerateArray(), o => o.GetProperty("name").GetString()!.EndsWith("/t0/stdout.txt", StringComparison.Ordinal));
    }

    private static JsonElement Task(JsonElement result, string id) => result.GetProperty("tasks").EnumerateArray().Single(t => t.GetProperty("id").GetString() == id);

    private async Task<JsonElement> ResultAsync(string name, string manifest, string status)
    {
        string id = await _app.DropAsync("Jobs", $"{name}.job.json", manifest);
        JsonElement run = await _app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == status, run.ToString());
        return await _app.ReadJsonAsync("Results", $"{id}/result.json");
    }
}

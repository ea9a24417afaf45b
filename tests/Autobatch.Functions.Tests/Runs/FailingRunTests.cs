using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Runs;

public sealed class FailingRunTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public Task Missing_package_fails_the_run() => FailsAsync(
        "missing-package",
        """{ "schemaVersion": "1.0", "id": "nopackage", "applications": [ { "applicationId": "nobody", "version": "1" } ], "tasks": [ { "id": "a", "commandLine": "true" } ] }""",
        "PackageNotFound",
        "nobody");

    [Fact]
    public Task Missing_container_fails_the_run() => FailsAsync(
        "missing-container",
        """
        { "schemaVersion": "1.0", "id": "nocontainer",
          "tasks": [ { "id": "a", "commandLine": "true", "resourceFiles": [ { "autoStorageContainerName": "no-such-container" } ] } ] }
        """,
        "ContainerNotFound",
        "no-such-container");

    [Fact]
    public Task Zero_matching_files_fail_the_run() =>
        FailsAsync("zero-files", TestManifests.PerFile(_app, "zero", "nothing-is-here/", "true"), "NoMatchingFiles", "nothing-is-here/");

    [Fact]
    public async Task Two_files_with_the_same_output_fail_the_run_before_any_task_and_are_both_named()
    {
        await _app.InputAsync("collide/a/x.mkv", "a");
        await _app.InputAsync("collide/b/x.mkv", "b");
        string manifest = TestManifests.PerFile(_app, "collide", "collide/", "/bin/cp {fileName} out.mp4").Replace(
            "\"resourceFiles\"",
            """
            "outputFiles": [ { "filePattern": "out.mp4", "destination": { "autoStorage": { "path": "out/{fileNameWithoutExtension}.mp4" } }, "uploadOptions": { "uploadCondition": "taskSuccess" } } ], "resourceFiles"
            """,
            StringComparison.Ordinal);

        await FailsAsync("collide", manifest, "OutputsCollide", "'collide/a/x.mkv' and 'collide/b/x.mkv'");
    }

    [Fact]
    public Task Unknown_pool_fails_the_run() => FailsAsync(
        "unknown-pool",
        """{ "schemaVersion": "1.0", "id": "nopool", "poolInfo": { "poolId": "nobody-made-me" }, "tasks": [ { "id": "a", "commandLine": "true" } ] }""",
        "PoolNotDefined",
        "nobody-made-me");

    [Fact]
    public Task Task_that_needs_more_slots_than_a_node_has_fails_the_run() => FailsAsync(
        "too-small",
        """{ "schemaVersion": "1.0", "id": "slots", "tasks": [ { "id": "a", "commandLine": "true", "requiredSlots": 64 } ] }""",
        "PoolTooSmall",
        "64");

    [Fact]
    public async Task Pool_definition_that_is_no_json_fails_the_run_and_names_the_blob()
    {
        await _app.UploadAsync("Pools", "broken.pool.json", BinaryData.FromString("{ \"vmSize\": "));

        await FailsAsync(
            "broken-pool",
            """{ "schemaVersion": "1.0", "id": "brokenpool", "poolInfo": { "poolId": "broken" }, "tasks": [ { "id": "a", "commandLine": "true" } ] }""",
            "InvalidPoolDefinition",
            "broken.pool.json");
    }

    private async Task FailsAsync(string name, string manifest, string code, string named)
    {
        string id = await _app.DropAsync("Jobs", $"{name}.job.json", manifest);

        JsonElement run = await _app.EndOfAsync(id);

        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Equal(code, run.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains(named, run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        JsonElement error = await _app.ReadJsonAsync("Results", $"{id}/error.json");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(named, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}

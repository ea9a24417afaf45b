using System.Text.Json;
using Autobatch.EndToEnd.Support;
using Autobatch.Errors;
using Autobatch.Runs;

namespace Autobatch.EndToEnd.Faults;

/// <summary>Every way in which a manifest or its tasks can be wrong ends with a clear name, in the run's status and in <c>results/</c>; nothing hangs.</summary>
public sealed class FaultyManifests(ServicesWithEvents services) : IClassFixture<ServicesWithEvents>
{
    [Theory]
    [InlineData("bad-json", """{"schemaVersion":"1.0","id":""", ErrorCodes.BadJson)]
    [InlineData("unknown-property", """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"t","commandLin":"true"}]}""", null)]
    public async Task A_manifest_that_cannot_be_read_is_rejected(string name, string manifest, string? code)
    {
        DroppedManifest dropped = await services.DropAsync(name, manifest);

        using JsonDocument run = await services.EndOfAsync(dropped.RunId);

        Assert.Equal(RunStatus.Rejected, run.RootElement.GetProperty("status").GetString());
        JsonElement error = await services.ResultAsync(dropped.RunId, "error.json");
        Assert.Equal(error.GetProperty("code").GetString(), run.RootElement.GetProperty("error").GetProperty("code").GetString());
        JsonElement[] errors = [.. error.GetProperty("errors").EnumerateArray()];
        Assert.All(errors, e => Assert.True(e.GetProperty("line").GetInt32() >= 1));
        if (code is null)
        {
            JsonElement unknown = Assert.Single(errors, e => e.GetProperty("code").GetString() == ErrorCodes.UnknownProperty);
            Assert.Equal("/tasks/0/commandLin", unknown.GetProperty("pointer").GetString());
            Assert.Equal("commandLine", unknown.GetProperty("suggestion").GetString());
        }
        else
        {
            Assert.Equal(code, error.GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData(
        "missing-package",
        """{"schemaVersion":"1.0","id":"missing-package","applications":[{"applicationId":"nowhere","version":"1.0"}],"tasks":[{"id":"t","commandLine":"true"}]}""",
        ErrorCodes.PackageNotFound, "nowhere")]
    [InlineData(
        "missing-container",
        """{"schemaVersion":"1.0","id":"missing-container","taskFactory":{"type":"taskPerFile","source":{"autoStorageContainerName":"not-there"},"repeatTask":{"commandLine":"true"}}}""",
        ErrorCodes.ContainerNotFound, "not-there")]
    [InlineData(
        "missing-resource-container",
        """{"schemaVersion":"1.0","id":"missing-resource-container","tasks":[{"id":"t","commandLine":"true","resourceFiles":[{"autoStorageContainerName":"not-there"}]}]}""",
        ErrorCodes.ContainerNotFound, "not-there")]
    [InlineData(
        "no-files",
        """{"schemaVersion":"1.0","id":"no-files","taskFactory":{"type":"taskPerFile","source":{"autoStorageContainerName":"inputs","blobPrefix":"nothing-here/"},"repeatTask":{"commandLine":"true"}}}""",
        ErrorCodes.NoMatchingFiles, "nothing-here/")]
    [InlineData(
        "unknown-pool",
        """{"schemaVersion":"1.0","id":"unknown-pool","poolInfo":{"poolId":"no-such-pool"},"tasks":[{"id":"t","commandLine":"true"}]}""",
        ErrorCodes.PoolNotDefined, "no-such-pool")]
    public async Task A_run_that_cannot_be_carried_out_fails_with_the_cause(string name, string manifest, string code, string named)
    {
        DroppedManifest dropped = await services.DropAsync(name, manifest);

        using JsonDocument run = await services.EndOfAsync(dropped.RunId);

        Assert.Equal(RunStatus.Failed, run.RootElement.GetProperty("status").GetString());
        JsonElement error = run.RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(named, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(code, (await services.ResultAsync(dropped.RunId, "error.json")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("no-command", """{"commandLine":"/no/such/program --now"}""", "CommandProgramNotFound", null)]
    [InlineData("exit-three", """{"commandLine":"/bin/sh -c 'echo almost; echo why >&2; exit 3'"}""", "FailureExitCode", 3)]
    [InlineData("time-out", """{"commandLine":"/bin/sh -c 'sleep 600'","constraints":{"maxWallClockTime":"PT1S"}}""", "TaskEnded", null)]
    public async Task A_task_that_fails_says_why_and_the_run_ends(string name, string task, string failureCode, int? exitCode)
    {
        string body = JsonElement.Parse(task).GetRawText().TrimStart('{');
        DroppedManifest dropped = await services.DropAsync(name, $$"""{"schemaVersion":"1.0","id":"{{name}}","tasks":[{"id":"good","commandLine":"true"},{"id":"bad",{{body}}]}""");

        using JsonDocument run = await services.EndOfAsync(dropped.RunId);

        Assert.Equal(RunStatus.CompletedWithFailures, run.RootElement.GetProperty("status").GetString());
        JsonElement result = await services.ResultAsync(dropped.RunId, "result.json");
        Assert.Equal(RunStatus.CompletedWithFailures, result.GetProperty("status").GetString());
        Assert.Equal(2, result.GetProperty("counts").GetProperty("total").GetInt32());
        Assert.Equal(1, result.GetProperty("counts").GetProperty("failed").GetInt32());
        JsonElement bad = Assert.Single(result.GetProperty("tasks").EnumerateArray(), t => t.GetProperty("id").GetString() == "bad");
        Assert.Equal(failureCode, bad.GetProperty("failureInfo").GetProperty("code").GetString());
        if (exitCode is { } expected)
        {
            Assert.Equal(expected, bad.GetProperty("exitCode").GetInt32());
            Assert.Equal("why\n", await services.Http.GetStringAsync($"api/runs/{dropped.RunId}/tasks/bad/files/stderr.txt", TestContext.Current.CancellationToken));
            Assert.Contains(bad.GetProperty("outputs").EnumerateArray(), o => o.GetProperty("name").GetString() == $"{dropped.RunId}/bad/stdout.txt");
        }
    }

    [Fact]
    public async Task A_merge_task_behind_a_failed_task_does_not_hang_the_run()
    {
        foreach (string file in new[] { "a", "b", "c" })
        {
            await services.Storage.GetBlobContainerClient("inputs").GetBlobClient($"blocked/{file}.txt").UploadAsync(BinaryData.FromString(file), overwrite: true, TestContext.Current.CancellationToken);
        }

        DroppedManifest dropped = await services.DropAsync(
            "blocked-merge",
            """
            {"schemaVersion":"1.0","id":"blocked-merge","taskFactory":{"type":"taskPerFile",
             "source":{"autoStorageContainerName":"inputs","blobPrefix":"blocked/"},
             "repeatTask":{"commandLine":"/bin/sh -c 'test {fileName} != b.txt || exit 3'","resourceFiles":[{"httpUrl":"{url}","filePath":"{fileName}"}]},
             "mergeTask":{"commandLine":"true"}}}
            """);

        using JsonDocument run = await services.EndOfAsync(dropped.RunId);

        Assert.Equal(RunStatus.CompletedWithFailures, run.RootElement.GetProperty("status").GetString());
        JsonElement result = await services.ResultAsync(dropped.RunId, "result.json");
        Assert.Equal(ErrorCodes.BlockedDependency, result.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("merge", result.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
        Assert.Equal(["0", "1", "2", "merge"], tasks.Select(t => t.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        JsonElement failed = tasks.Single(t => t.GetProperty("id").GetString() == "1");
        Assert.Equal(3, failed.GetProperty("exitCode").GetInt32());
    }
}

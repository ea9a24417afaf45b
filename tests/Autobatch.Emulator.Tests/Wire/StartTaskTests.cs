using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class StartTaskTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_node_takes_tasks_only_after_its_start_task_has_succeeded()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo waits; until test -e go; do sleep 0.05; done; echo went > $AZ_BATCH_NODE_SHARED_DIR/made"));
        var node = await _client.NodeIs(pool, "waitingforstarttask");
        Assert.Equal("running", node.GetProperty("startTaskInfo").GetProperty("state").GetString());
        Assert.True(node.GetProperty("startTask").GetProperty("waitForSuccess").GetBoolean());
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'cat $AZ_BATCH_NODE_SHARED_DIR/made; touch $AZ_BATCH_NODE_STARTUP_DIR/wd/seen'");
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/1")).Json.GetProperty("state").GetString());

        await File.WriteAllTextAsync(await WorkingDirectory(pool, node.Id(), "go"), "", TestContext.Current.CancellationToken);

        await _client.TaskIs(job, "1", "completed");
        Assert.Equal("went\n", (await _client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Text);
        node = (await _client.Get($"/pools/{pool}/nodes/{node.Id()}")).Json;
        Assert.Equal(("completed", "success", 0), (node.GetProperty("startTaskInfo").GetProperty("state").GetString(), node.GetProperty("startTaskInfo").GetProperty("result").GetString(), node.GetProperty("startTaskInfo").Number("exitCode")));
        Assert.Equal("waits\n", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/startup%2Fstdout.txt")).Expect(HttpStatusCode.OK).Text);
        Assert.Contains("startup/wd/seen", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files?recursive=true")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_task_that_fails_is_retried_and_then_its_node_takes_nothing()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo try >> tries; cat tries; exit 7", ""","maxTaskRetryCount":2"""));

        var node = await _client.NodeIs(pool, "starttaskfailed");

        var info = node.GetProperty("startTaskInfo");
        Assert.Equal((2, 7, "failure", "FailureExitCode"), (info.Number("retryCount"), info.Number("exitCode"), info.GetProperty("result").GetString(), info.GetProperty("failureInfo").GetProperty("code").GetString()));
        Assert.Equal("try\ntry\ntry\n", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/startup%2Fstdout.txt")).Text);
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/true");
        var counts = (await _client.Get($"/nodecounts?$filter=poolId%20eq%20'{pool}'")).Json.GetProperty("value")[0].GetProperty("dedicated");
        Assert.Equal((1, 0, 1), (counts.Number("startTaskFailed"), counts.Number("idle"), counts.Number("total")));
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/1")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_start_task_that_nobody_waits_for_lets_tasks_run_beside_it()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("until test -e $AZ_BATCH_NODE_SHARED_DIR/go; do sleep 0.05; done; exit 3", ""","waitForSuccess":false"""));
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/go'");

        await _client.TaskIs(job, "1", "completed");

        var node = await _client.NodeWith(pool, candidate => candidate.GetProperty("startTaskInfo").GetProperty("state").GetString() == "completed", "the start task has ended");
        Assert.Equal(("idle", 3), (node.GetProperty("state").GetString(), node.GetProperty("startTaskInfo").Number("exitCode")));
    }

    [Fact]
    public async Task A_start_task_sees_its_settings_and_no_job()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo $GREETING $AZ_BATCH_POOL_ID ${AZ_BATCH_JOB_ID-none} ${AZ_BATCH_TASK_ID-none} $AZ_BATCH_TASK_WORKING_DIR; pwd", ""","environmentSettings":[{"name":"GREETING","value":"hello"}]"""));

        var node = await _client.NodeIs(pool, "idle");

        var lines = (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/startup%2Fstdout.txt")).Text.Split('\n');
        Assert.StartsWith($"hello {pool} none none ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("/startup/wd", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("/startup/wd", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_file_that_cannot_be_fetched_fails_the_node_without_a_retry()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("true", ""","maxTaskRetryCount":5,"resourceFiles":[{"httpUrl":"http://127.0.0.1:1/absent","filePath":"f"}]"""));

        var info = (await _client.NodeIs(pool, "starttaskfailed")).GetProperty("startTaskInfo");

        Assert.Equal(0, info.Number("retryCount"));
        Assert.False(info.TryGetProperty("exitCode", out _));
    }

    [Fact]
    public async Task A_changed_start_task_waits_for_the_reboot_of_a_node()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo old"));
        var node = await _client.NodeIs(pool, "idle");

        (await _client.Patch($"/pools/{pool}", """{"startTask":{"commandLine":"/bin/echo new","waitForSuccess":true}}""")).Expect(HttpStatusCode.OK);
        Assert.Equal("/bin/echo new", (await _client.Get($"/pools/{pool}")).Json.GetProperty("startTask").GetProperty("commandLine").GetString());
        Assert.Contains("old", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}")).Json.GetProperty("startTask").GetProperty("commandLine").GetString(), StringComparison.Ordinal);

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot")).Expect(HttpStatusCode.Accepted);
        await _client.NodeWith(pool, again => again.GetProperty("state").GetString() == "idle" && again.GetProperty("lastBootTime").GetString() != node.GetProperty("lastBootTime").GetString(), "the node is back");
        Assert.Equal("new\n", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/startup%2Fstdout.txt")).Text);
    }

    [Fact]
    public async Task Updateproperties_takes_the_start_task_away()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("true", "") + ""","metadata":[{"name":"a","value":"b"}]""");

        (await _client.Post($"/pools/{pool}/updateproperties", """{"applicationPackageReferences":[],"metadata":[]}""")).Expect(HttpStatusCode.NoContent);

        var after = (await _client.Get($"/pools/{pool}")).Json;
        Assert.False(after.TryGetProperty("startTask", out _));
        Assert.False(after.TryGetProperty("metadata", out _));
    }

    [Theory]
    [InlineData("""{}""", "MissingRequiredProperty")]
    [InlineData("""{"commandLine":"x","waitForSucces":true}""", "InvalidRequestBody")]
    [InlineData("""{"commandLine":"x","maxTaskRetryCount":-2}""", "InvalidPropertyValue")]
    [InlineData("""{"commandLine":"x","containerSettings":{"imageName":"i"}}""", "UnsupportedProperty")]
    public async Task A_wrong_start_task_is_refused_by_name(string startTask, string code) => Assert.Equal(
        code, (await _client.Post("/pools", $$"""{"id":"wrong","vmSize":"x","startTask":{{startTask}}}""")).Expect(HttpStatusCode.BadRequest).Code);

    [Fact]
    public async Task A_start_task_that_is_too_large_is_refused() => Assert.Equal(
        "InvalidPropertyValue",
        (await _client.Post("/pools", $$"""{"id":"large","vmSize":"x","startTask":{"commandLine":"x","environmentSettings":[{"name":"a","value":"{{new string('a', 32768)}}"} ] } }""")).Expect(HttpStatusCode.BadRequest).Code);

    /// <summary>The path of a file in the working directory of a node's start task on this machine.</summary>
    private async Task<string> WorkingDirectory(string pool, string node, string file)
    {
        await Batch.Until(async () => (await _client.Get($"/pools/{pool}/nodes/{node}/files/startup%2Fstdout.txt")).Text == "waits\n", "the start task has written");
        return Path.Combine(emulator.NodeFolder(pool, node), "startup", "wd", file);
    }
}

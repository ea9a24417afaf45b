using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class ResizeTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task Named_nodes_leave_and_take_the_target_with_them()
    {
        var pool = await _client.Pool(nodes: 3);
        var nodes = (await _client.Get($"/pools/{pool}/nodes")).Ids.ToList();

        (await _client.Post($"/pools/{pool}/removenodes", $$"""{"nodeList":["{{nodes[0]}}","{{nodes[2]}}"]}""")).Expect(HttpStatusCode.Accepted);

        var after = await _client.PoolIsSteady(pool);
        Assert.Equal((1, 1), (after.Number("targetDedicatedNodes"), after.Number("currentDedicatedNodes")));
        Assert.Equal(nodes[1], Assert.Single((await _client.Get($"/pools/{pool}/nodes")).Ids));
    }

    [Fact]
    public async Task A_node_that_is_not_there_cannot_be_removed()
    {
        var pool = await _client.Pool();

        Assert.Equal("NodeNotFound", (await _client.Post($"/pools/{pool}/removenodes", """{"nodeList":["absent"]}""")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("InvalidPropertyValue", (await _client.Post($"/pools/{pool}/removenodes", """{"nodeList":[]}""")).Expect(HttpStatusCode.BadRequest).Code);
        Assert.Equal(1, (await _client.PoolIsSteady(pool)).Number("targetDedicatedNodes"));
    }

    [Theory]
    [InlineData("taskcompletion")]
    [InlineData("retaineddata")]
    public async Task A_resize_waits_for_tasks_when_it_is_told_so(string option)
    {
        var pool = await _client.Pool(slots: 1);
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'until test -e $AZ_BATCH_NODE_SHARED_DIR/go; do sleep 0.05; done'");
        await _client.TaskIs(job, "1", "running");

        (await _client.Post($"/pools/{pool}/resize", $$"""{"targetDedicatedNodes":0,"nodeDeallocationOption":"{{option}}"}""")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("PoolBeingResized", (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":2}""")).Expect(HttpStatusCode.Conflict).Code);
        await _client.NodeIs(pool, "leavingpool");
        await Batch.Until(() => Task.FromResult(Directory.Exists(Path.Combine(emulator.NodeFolder(pool, node.Id()), "shared"))), "the node has its folders");
        await File.WriteAllTextAsync(Path.Combine(emulator.NodeFolder(pool, node.Id()), "shared", "go"), "", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await _client.PoolIsSteady(pool)).Number("currentDedicatedNodes"));
        Assert.Equal("success", (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo").GetProperty("result").GetString());
    }

    [Fact]
    public async Task Terminate_ends_the_tasks_of_nodes_that_leave()
    {
        var pool = await _client.Pool(slots: 1);
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");

        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":0,"nodeDeallocationOption":"terminate"}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal("TaskEnded", (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo").GetProperty("failureInfo").GetProperty("code").GetString());
        Assert.Equal(0, (await _client.PoolIsSteady(pool)).Number("currentDedicatedNodes"));
    }

    [Fact]
    public async Task A_stopped_resize_keeps_the_nodes_that_still_work()
    {
        var pool = await _client.Pool(slots: 1);
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":0,"nodeDeallocationOption":"taskcompletion"}""")).Expect(HttpStatusCode.Accepted);
        await _client.NodeIs(pool, "leavingpool");
        var before = (await _client.Get($"/pools/{pool}")).Json.GetProperty("eTag").GetString();

        Assert.Equal(before, (await _client.Post($"/pools/{pool}/stopresize")).Expect(HttpStatusCode.Accepted).Headers["ETag"]);

        var after = await _client.PoolIsSteady(pool);
        Assert.Equal((1, 0), (after.Number("currentDedicatedNodes"), after.Number("targetDedicatedNodes")));
        Assert.Equal("ResizeStopped", Assert.Single(after.GetProperty("resizeErrors").EnumerateArray()).GetProperty("code").GetString());
        await _client.NodeIs(pool, "running");
        Assert.Equal("OperationInvalidForCurrentState", (await _client.Post($"/pools/{pool}/stopresize")).Expect(HttpStatusCode.Conflict).Code);
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);
        Assert.False((await _client.PoolIsSteady(pool)).TryGetProperty("resizeErrors", out _));
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }
}

using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>What goes wrong on purpose. The document is one for the whole emulator, so these tests run one after the other.</summary>
public sealed class FaultTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_lost_node_is_unusable_and_its_task_runs_again_elsewhere()
    {
        var pool = await _client.Pool(nodes: 2, slots: 1);
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'test -e again && exit 9; touch again; exec sleep 600'");
        var node = (await _client.TaskIs(job, "1", "running")).GetProperty("nodeInfo").GetProperty("nodeId").GetString()!;

        await Put($$"""{"kind":"nodeLoss","poolId":"{{pool}}"}""");

        Assert.Equal("NodeLost", (await _client.NodeIs(pool, "unusable")).GetProperty("errors")[0].GetProperty("code").GetString());
        await Batch.Until(async () => Node((await _client.Get($"/jobs/{job}/tasks/1")).Json) is { } other && other != node, "the task is elsewhere");
        Assert.Equal(1, (await _client.TaskIs(job, "1", "running")).GetProperty("executionInfo").Number("requeueCount"));
        Assert.Equal(2, (await _client.PoolIsSteady(pool)).Number("currentDedicatedNodes"));
        var counts = (await _client.Get($"/nodecounts?$filter=poolId%20eq%20'{pool}'")).Json.GetProperty("value")[0].GetProperty("dedicated");
        Assert.Equal((1, 1, 2), (counts.Number("unusable"), counts.Number("running"), counts.Number("total")));
        Assert.Equal(1, (await _client.Control(emulator.Host, HttpMethod.Get, "faults")).Json.GetProperty("rules")[0].Number("applied"));

        (await _client.Post($"/pools/{pool}/nodes/{node}/reboot")).Expect(HttpStatusCode.Accepted);
        await _client.NodeWith(pool, candidate => candidate.Id() == node && candidate.GetProperty("state").GetString() == "idle" && !candidate.TryGetProperty("errors", out _), "the node is back");
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_node_that_is_named_is_lost_and_comes_back_by_itself()
    {
        var pool = await _client.Pool(nodes: 2);
        var nodes = (await _client.Get($"/pools/{pool}/nodes")).Json.GetProperty("value").EnumerateArray().ToList();

        await Put($$"""{"kind":"nodeLoss","nodeId":"{{nodes[1].Id()}}","recoverAfter":"PT0.2S"}""");

        await _client.NodeWith(
            pool, node => node.Id() == nodes[1].Id() && node.GetProperty("state").GetString() == "idle" && node.GetProperty("lastBootTime").GetString() != nodes[1].GetProperty("lastBootTime").GetString(), "the node has started anew");
        Assert.Equal(nodes[0].GetProperty("lastBootTime").GetString(), (await _client.Get($"/pools/{pool}/nodes/{nodes[0].Id()}")).Json.GetProperty("lastBootTime").GetString());
    }

    [Fact]
    public async Task Contact_that_is_only_interrupted_leaves_the_node_unknown()
    {
        var pool = await _client.Pool();
        var node = await _client.NodeIs(pool, "idle");

        await Put($$"""{"kind":"nodeLoss","poolId":"{{pool}}","nodeState":"unknown"}""");

        await _client.NodeIs(pool, "unknown");
        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot")).Expect(HttpStatusCode.Accepted);
        await _client.NodeIs(pool, "idle");
    }

    [Fact]
    public async Task Preemption_takes_low_priority_nodes_alone_and_gives_them_back_empty_when_it_is_over()
    {
        var pool = await _client.Pool(nodes: 1, slots: 1, ""","targetLowPriorityNodes":2""");
        var job = await _client.Job(pool);
        foreach (var id in (string[])["1", "2", "3"])
        {
            await _client.Task(job, id, "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/used; exec sleep 600'");
            await _client.TaskIs(job, id, "running");
        }

        await Put($$"""{"kind":"preemption","poolId":"{{pool}}","times":5}""");

        await Batch.Until(async () => (await Counts(pool, "lowPriority")).Number("preempted") == 2, "both are preempted");
        Assert.Equal(1, (await Counts(pool, "dedicated")).Number("running"));
        var state = await _client.PoolIsSteady(pool);
        Assert.Equal((1, 2), (state.Number("currentDedicatedNodes"), state.Number("currentLowPriorityNodes")));
        await Batch.Until(async () => (await _client.Get($"/jobs/{job}/tasks?$filter=executionInfo/requeueCount%20eq%201")).Ids.Count() == 2, "their tasks wait again");
        var before = (await _client.Get($"/pools/{pool}/nodes?$filter=state%20eq%20'preempted'")).Ids.ToList();

        (await _client.Control(emulator.Host, HttpMethod.Delete, "faults")).Expect(HttpStatusCode.OK);

        await Batch.Until(async () => (await Counts(pool, "lowPriority")).Number("running") == 2, "they work again");
        Assert.Equal(before, (await _client.Get($"/pools/{pool}/nodes?$filter=isDedicated%20eq%20false")).Ids);
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_resize_that_is_refused_leaves_its_error_on_the_pool_and_the_next_one_works()
    {
        var pool = await _client.Pool(nodes: 0);
        await Put($$"""{"kind":"resizeError","poolId":"{{pool}}","code":"AllocationTimedOut","message":"No machines today","nodes":1,"times":1}""");

        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":3}""")).Expect(HttpStatusCode.Accepted);

        var refused = await _client.PoolIsSteady(pool);
        Assert.Equal((3, 1), (refused.Number("targetDedicatedNodes"), refused.Number("currentDedicatedNodes")));
        var error = Assert.Single(refused.GetProperty("resizeErrors").EnumerateArray());
        Assert.Equal(("AllocationTimedOut", "No machines today"), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));

        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":3}""")).Expect(HttpStatusCode.Accepted);
        var full = await _client.PoolIsSteady(pool);
        Assert.Equal(3, full.Number("currentDedicatedNodes"));
        Assert.False(full.TryGetProperty("resizeErrors", out _));
    }

    [Fact]
    public async Task A_slow_allocation_can_be_stopped()
    {
        var pool = await _client.Pool(nodes: 1);
        await Put($$"""{"kind":"allocationDelay","poolId":"{{pool}}","delay":"PT1H"}""");
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":2,"targetLowPriorityNodes":1}""")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("resizing", (await _client.Get($"/pools/{pool}")).Json.GetProperty("allocationState").GetString());

        (await _client.Post($"/pools/{pool}/stopresize")).Expect(HttpStatusCode.Accepted);

        var after = await _client.PoolIsSteady(pool);
        Assert.Equal((1, 0), (after.Number("currentDedicatedNodes"), after.Number("currentLowPriorityNodes")));
        Assert.Equal(
            ["Desired number of dedicated nodes could not be allocated due to a stop resize operation", "Desired number of low priority nodes could not be allocated due to a stop resize operation"],
            after.GetProperty("resizeErrors").EnumerateArray().Select(error => error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Nodes_that_take_their_time_arrive()
    {
        var pool = await _client.Pool(nodes: 0);
        await Put($$"""{"kind":"allocationDelay","poolId":"{{pool}}","delay":"PT0.3S"}""");

        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal("resizing", (await _client.Get($"/pools/{pool}")).Json.GetProperty("allocationState").GetString());
        Assert.Equal(1, (await _client.PoolIsSteady(pool)).Number("currentDedicatedNodes"));
    }

    [Fact]
    public async Task A_start_task_fails_as_often_as_it_is_told_to()
    {
        await Put("""{"kind":"startTaskFailed","exitCode":42,"times":1}""");
        var pool = await _client.Pool(more: NodeSteps.StartTask("touch $AZ_BATCH_NODE_SHARED_DIR/ran", ""","maxTaskRetryCount":-1"""));

        var node = await _client.NodeIs(pool, "starttaskfailed");
        Assert.Equal(42, node.GetProperty("startTaskInfo").Number("exitCode"));
        Assert.Equal(HttpStatusCode.NotFound, (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/shared%2Fran")).Status);

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot")).Expect(HttpStatusCode.Accepted);
        await _client.NodeIs(pool, "idle");
        Assert.Equal(HttpStatusCode.OK, (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/shared%2Fran")).Status);
    }

    [Theory]
    [InlineData("""{"rules":[{"kind":"earthquake"}]}""", "InvalidPropertyValue", "earthquake")]
    [InlineData("""{"rules":[{"poolId":"p"}]}""", "MissingRequiredProperty", "rules[0].kind")]
    [InlineData("""{"rules":[{"kind":"preemption"},{"kind":"nodeLoss","recoverAfter":"soon"}]}""", "InvalidPropertyValue", "rules[1].recoverAfter")]
    [InlineData("""{"rules":[{"kind":"resizeError","nodeId":"n"}]}""", "InvalidRequestBody", "rules[0].nodeId")]
    [InlineData("""{"rules":[{"id":"a","kind":"preemption"},{"id":"A","kind":"preemption"}]}""", "InvalidPropertyValue", "rules[1].id")]
    [InlineData("""{"rules":[7]}""", "MissingRequiredProperty", "rules[0].kind")]
    [InlineData("""{}""", "MissingRequiredProperty", "rules")]
    public async Task A_wrong_document_is_refused_and_the_old_one_stays(string document, string code, string named)
    {
        await Put("""{"id":"kept","kind":"preemption","poolId":"none"}""");

        var answer = (await _client.Control(emulator.Host, HttpMethod.Put, "faults", document)).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(code, answer.Code);
        Assert.Contains(named, answer.Text, StringComparison.Ordinal);
        Assert.Equal("kept", Assert.Single((await _client.Control(emulator.Host, HttpMethod.Get, "faults")).Json.GetProperty("rules").EnumerateArray()).Id());
    }

    [Fact]
    public async Task A_document_that_was_read_can_be_written_back()
    {
        var first = (await Put("""{"kind":"resizeError","poolId":"p","code":"X","times":3}""")).Text;

        Assert.Equal(first, (await _client.Control(emulator.Host, HttpMethod.Put, "faults", first)).Expect(HttpStatusCode.OK).Text);
    }

    private static string? Node(System.Text.Json.JsonElement task) =>
        task.TryGetProperty("nodeInfo", out var node) ? node.GetProperty("nodeId").GetString() : null;

    private async Task<System.Text.Json.JsonElement> Counts(string pool, string kind) =>
        (await _client.Get($"/nodecounts?$filter=poolId%20eq%20'{pool}'")).Json.GetProperty("value")[0].GetProperty(kind);

    private async Task<Answer> Put(string rule) =>
        (await _client.Control(emulator.Host, HttpMethod.Put, "faults", $$"""{"rules":[{{rule}}]}""")).Expect(HttpStatusCode.OK);
}

using System.Net;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class NodeOperationTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_rebooted_node_requeues_its_tasks_and_keeps_its_files()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo boot >> $AZ_BATCH_NODE_SHARED_DIR/boots"));
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'test -e again && exit 0; touch again; sleep 600'");
        await Has(node, pool, $"workitems/{job}/job-1/1/wd/again");

        Assert.Equal(node.GetProperty("url").GetString() + "/reboot", new UriBuilder((await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot", """{"nodeRebootOption":"requeue"}""")).Expect(HttpStatusCode.Accepted).Headers["DataServiceId"]).Uri.AbsoluteUri);

        var task = await _client.TaskIs(job, "1", "completed");
        Assert.Equal((1, "success"), (task.GetProperty("executionInfo").Number("requeueCount"), task.GetProperty("executionInfo").GetProperty("result").GetString()));
        Assert.Equal("boot\nboot\n", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/shared%2Fboots")).Text);
    }

    [Fact]
    public async Task A_reimaged_node_is_empty_and_runs_its_start_task_anew()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo boot >> $AZ_BATCH_NODE_SHARED_DIR/boots"));
        var node = await _client.NodeIs(pool, "idle");

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reimage")).Expect(HttpStatusCode.Accepted);

        await _client.NodeWith(pool, again => again.GetProperty("state").GetString() == "idle" && again.GetProperty("lastBootTime").GetString() != node.GetProperty("lastBootTime").GetString(), "the node is back");
        Assert.Equal("boot\n", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/shared%2Fboots")).Text);
    }

    [Fact]
    public async Task A_node_that_waits_for_its_tasks_restarts_after_them_and_takes_no_others()
    {
        var pool = await _client.Pool();
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/runs; until test -e $AZ_BATCH_NODE_SHARED_DIR/go; do sleep 0.05; done'");
        await Has(node, pool, "shared/runs");

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot", """{"nodeRebootOption":"taskcompletion"}""")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("rebooting", (await _client.Get($"/pools/{pool}/nodes/{node.Id()}")).Json.GetProperty("state").GetString());
        await _client.Task(job, "2", "/bin/true");
        Assert.Equal("NodeBeingRebooted", (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/2")).Json.GetProperty("state").GetString());

        await File.WriteAllTextAsync(Path.Combine(emulator.NodeFolder(pool, node.Id()), "shared", "go"), "", TestContext.Current.CancellationToken);
        await _client.TaskIs(job, "2", "completed");
        Assert.Equal((0, "success"), Execution((await _client.Get($"/jobs/{job}/tasks/1")).Json));
    }

    [Fact]
    public async Task Terminate_ends_the_tasks_of_a_node_that_is_taken_away()
    {
        var pool = await _client.Pool();
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reimage", """{"nodeReimageOption":"Terminate"}""")).Expect(HttpStatusCode.Accepted);

        var task = await _client.TaskIs(job, "1", "completed");
        Assert.Equal("TaskEnded", task.GetProperty("executionInfo").GetProperty("failureInfo").GetProperty("code").GetString());
        await _client.NodeIs(pool, "idle");
    }

    [Fact]
    public async Task A_node_without_scheduling_goes_offline_and_comes_back()
    {
        var pool = await _client.Pool();
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/disablescheduling", """{"nodeDisableSchedulingOption":"requeue"}""")).Expect(HttpStatusCode.OK);

        Assert.Equal("disabled", (await _client.NodeIs(pool, "offline")).GetProperty("schedulingState").GetString());
        Assert.Equal(1, (await _client.TaskIs(job, "1", "active")).GetProperty("executionInfo").Number("requeueCount"));
        Assert.Equal("NodeAlreadyInTargetSchedulingState", (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/disablescheduling", "{}")).Expect(HttpStatusCode.Conflict).Code);

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/enablescheduling")).Expect(HttpStatusCode.OK);
        await _client.TaskIs(job, "1", "running");
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_deallocated_node_stays_in_its_pool_and_starts_again()
    {
        var pool = await _client.Pool();
        var node = await _client.NodeIs(pool, "idle");

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/deallocate")).Expect(HttpStatusCode.Accepted);
        await _client.NodeIs(pool, "deallocated");
        Assert.Equal(1, (await _client.PoolIsSteady(pool)).Number("currentDedicatedNodes"));
        Assert.Equal("OperationInvalidForCurrentState", (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot")).Expect(HttpStatusCode.Conflict).Code);

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/start")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(node.Id(), (await _client.NodeIs(pool, "idle")).Id());
    }

    [Fact]
    public async Task A_node_whose_start_task_hangs_can_be_rebooted_and_removed()
    {
        var pool = await _client.Pool(more: NodeSteps.StartTask("test -e $AZ_BATCH_NODE_SHARED_DIR/second || { touch $AZ_BATCH_NODE_SHARED_DIR/second; sleep 600; }"));
        var node = await _client.NodeIs(pool, "waitingforstarttask");
        await Has(node, pool, "shared/second");

        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/reboot")).Expect(HttpStatusCode.Accepted);

        await _client.NodeIs(pool, "idle");
    }

    private static (int Requeues, string? Result) Execution(JsonElement task) =>
        (task.GetProperty("executionInfo").Number("requeueCount"), task.GetProperty("executionInfo").GetProperty("result").GetString());

    private Task Has(JsonElement node, string pool, string file) => Batch.Until(
        async () => (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/{Uri.EscapeDataString(file)}")).Status == HttpStatusCode.OK, $"the node has {file}");
}

using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What changes a pool's ETag and state, and what its nodes have of its start task (FACTS A.2, C.1, R.4, R.5).</summary>
public sealed class PoolFactTests : SteppedTest
{
    private const string Formula = """{"autoScaleFormula":"$TargetDedicatedNodes = 1;"}""";

    [Fact]
    public async Task A_resize_and_autoscale_make_another_etag_and_their_end_by_request_does_not()
    {
        await PoolAsync();
        var first = await ETagAsync();
        await PostAsync("/_emulator/faults", """{"kind":"allocationDelay","poolId":"p","delay":"PT1H"}""");
        await PostAsync("/pools/p/resize", """{"targetDedicatedNodes":2}""");
        var resizing = await ETagAsync();
        Assert.NotEqual(first, resizing);
        Assert.Equal("PoolBeingResized", await RefusalAsync("POST", "/pools/p/enableautoscale", Formula));

        var (status, _) = await Emulator.SendAsync("POST", "/pools/p/stopresize");
        Assert.Equal((202, "stopping", resizing), (status, (await GetAsync("/pools/p")).Text("allocationState"), await ETagAsync()));
        await Emulator.SettleAsync();
        var pool = await GetAsync("/pools/p");
        Assert.Equal(("steady", "ResizeStopped"), (pool.Text("allocationState"), pool.GetProperty("resizeErrors")[0].Text("code")));

        var before = await ETagAsync();
        await PostAsync("/pools/p/enableautoscale", Formula);
        var scaling = await ETagAsync();
        Assert.NotEqual(before, scaling);
        await PostAsync("/pools/p/evaluateautoscale", Formula);
        await PostAsync("/pools/p/disableautoscale");
        Assert.Equal(scaling, await ETagAsync());
        Assert.Equal("OperationNotValidOnPool", await RefusalAsync("POST", "/pools/p/evaluateautoscale", Formula));
    }

    [Fact]
    public async Task A_pool_that_is_being_deleted_is_seen_so_until_its_last_task_has_ended_and_takes_nothing()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1");
        var before = await ETagAsync();
        await Emulator.SendAsync("DELETE", "/pools/p");

        Assert.Equal("deleting", (await GetAsync("/pools/p")).Text("state"));
        Assert.NotEqual(before, await ETagAsync());
        Assert.Equal("PoolBeingDeleted", await RefusalAsync("POST", "/pools/p/resize", """{"targetDedicatedNodes":2}"""));
        Assert.Equal("PoolBeingDeleted", await RefusalAsync("POST", "/pools", """{"id":"P","vmSize":"x"}"""));
        Assert.Equal("PoolBeingDeleted", await RefusalAsync("DELETE", "/pools/p"));
        await Emulator.SettleAsync();

        Assert.Equal("PoolNotFound", await RefusalAsync("GET", "/pools/p"));
        Assert.Equal(("active", 1), (await StateAsync("1"), (await ExecutionAsync("1")).GetProperty("requeueCount").GetInt32()));
        await PoolAsync();
        Assert.Equal(["1"], Running);
    }

    [Fact]
    public async Task Node_counts_have_a_row_for_each_pool_also_without_nodes()
    {
        await PoolAsync();
        await PostAsync("/pools", """{"id":"empty","vmSize":"x"}""");

        var rows = (await GetAsync("/nodecounts")).GetProperty("value").EnumerateArray().ToDictionary(row => row.Text("poolId"));

        Assert.Equal(["empty", "p"], rows.Keys);
        Assert.Equal((1, 1, 0), (Number(rows["p"], "dedicated", "idle"), Number(rows["p"], "dedicated", "total"), Number(rows["p"], "lowPriority", "total")));
        Assert.Equal(0, Number(rows["empty"], "dedicated", "total"));
    }

    [Fact]
    public async Task Slots_are_changed_while_there_are_no_nodes_and_what_orders_jobs_is_kept()
    {
        await PoolAsync();
        Assert.Equal("OperationInvalidForCurrentState", await RefusalAsync("PATCH", "/pools/p", """{"taskSlotsPerNode":2}"""));
        await PostAsync("/pools/p/resize", """{"targetDedicatedNodes":0}""");

        await DoAsync("PATCH", "/pools/p", """{"taskSlotsPerNode":2,"taskSchedulingPolicy":{"nodeFillType":"pack","jobDefaultOrder":"creationtime"}}""");

        var pool = await GetAsync("/pools/p");
        Assert.Equal((2, "creationtime"), (pool.GetProperty("taskSlotsPerNode").GetInt32(), pool.GetProperty("taskSchedulingPolicy").Text("jobDefaultOrder")));
    }

    [Fact]
    public async Task Whether_a_node_waits_for_its_start_task_was_settled_when_it_started()
    {
        await PoolAsync(more: ""","startTask":{"commandLine":"x","waitForSuccess":true}""");
        await JobAsync();
        await TaskAsync("1");
        Assert.Equal([""], Running);

        await DoAsync("PATCH", "/pools/p", """{"startTask":{"commandLine":"y","waitForSuccess":false}}""");
        Assert.Equal(["waitingforstarttask"], await NodeStatesAsync());
        await PostAsync("/pools/p/resize", """{"targetDedicatedNodes":2}""");
        Assert.Equal(["", "", "1"], Running); // the new node does not wait
        await EndStartTaskAsync("x", 1);
        Assert.Equal(["running", "starttaskfailed"], (await NodeStatesAsync()).Order());

        var failed = (await NodesAsync()).Single(node => node.Text("state") == "starttaskfailed");
        await PostAsync($"/pools/p/nodes/{failed.Text("id")}/reboot");
        Assert.Equal(["idle", "running"], (await NodeStatesAsync()).Order());
        Assert.Equal("y", (await GetAsync($"/pools/p/nodes/{failed.Text("id")}")).GetProperty("startTask").Text("commandLine"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(-1, 20)]
    public async Task A_start_task_is_tried_as_often_as_it_may(int retries, int runs)
    {
        await PoolAsync(more: $$$""","startTask":{"commandLine":"x","maxTaskRetryCount":{{{retries}}}}""");
        for (var run = 0; run < runs; run++)
        {
            Assert.Equal(["waitingforstarttask"], await NodeStatesAsync());
            await EndStartTaskAsync("x", 1);
        }

        Assert.Equal([retries < 0 ? "waitingforstarttask" : "starttaskfailed"], await NodeStatesAsync());
    }

    [Fact]
    public async Task The_status_of_preparation_is_told_of_nodes_that_are_gone_too()
    {
        await PoolAsync();
        await JobAsync(more: ""","jobPreparationTask":{"id":"prep","commandLine":"x"}""");
        await TaskAsync("1");
        await EndAsync("prep");
        await EndAsync("1");

        await PostAsync("/pools/p/resize", """{"targetDedicatedNodes":0}""");

        var status = Assert.Single((await GetAsync("/jobs/j/jobpreparationandreleasetaskstatus")).GetProperty("value").EnumerateArray());
        Assert.Equal("success", status.GetProperty("jobPreparationTaskExecutionInfo").Text("result"));
        Assert.Empty(await NodesAsync());
    }

    [Fact]
    public async Task No_more_than_a_hundred_nodes_are_removed_at_once()
    {
        await PoolAsync();
        var nodes = string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"n{number}\""));

        Assert.Equal("InvalidPropertyValue", await RefusalAsync("POST", "/pools/p/removenodes", $$"""{"nodeList":[{{nodes}}]}"""));
    }

    private async Task<string> ETagAsync() => (await GetAsync("/pools/p")).Text("eTag");

    private async Task<IEnumerable<string>> NodeStatesAsync() => (await NodesAsync()).Select(node => node.Text("state"));

    private static int Number(JsonElement row, string kind, string name) => row.GetProperty(kind).GetProperty(name).GetInt32();

    private Task EndStartTaskAsync(string commandLine, int exitCode)
    {
        Assert.Single(Emulator.Agent.Runs, run => run.Launch.Place.IsStartTask && run.Launch.Task.Text("commandLine") == commandLine).End(exitCode);
        return Emulator.SettleAsync();
    }
}

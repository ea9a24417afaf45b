using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>Which task runs next, and where: priorities, limits, slots, affinity, multi-instance tasks (FACTS C.1 to C.3).</summary>
public sealed class TaskPlacementTests : SteppedTest
{
    private const string InterNode = ""","enableInterNodeCommunication":true""";

    [Fact]
    public async Task A_changed_priority_counts_for_tasks_that_wait_already()
    {
        await PoolAsync();
        await JobAsync("old");
        await JobAsync("new", ""","priority":-1000""");
        await TaskAsync("runs", job: "old");
        await TaskAsync("of-old", job: "old");
        await TaskAsync("of-new", job: "new");

        await DoAsync("PATCH", "/jobs/new", """{"priority":1000}""");
        Assert.Equal(["runs"], Running); // nothing is pre-empted
        await EndAsync("runs");

        Assert.Equal(["of-new"], Running);
    }

    [Fact]
    public async Task A_changed_limit_counts_at_once_and_ends_nothing()
    {
        await PoolAsync(slots: 4);
        await JobAsync(more: ""","maxParallelTasks":1""");
        foreach (var id in (string[])["1", "2", "3", "4"])
        {
            await TaskAsync(id);
        }

        Assert.Equal(["1"], Running);
        await DoAsync("PATCH", "/jobs/j", """{"maxParallelTasks":3}""");
        Assert.Equal(["1", "2", "3"], Running);
        await DoAsync("PATCH", "/jobs/j", """{"maxParallelTasks":2}""");
        Assert.Equal(["1", "2", "3"], Running);

        await EndAsync("1");
        Assert.Equal(["2", "3"], Running);
        await DoAsync("PATCH", "/jobs/j", """{"maxParallelTasks":-1}""");
        Assert.Equal(["2", "3", "4"], Running);
    }

    [Theory]
    [InlineData("spread", 2, 2)]
    [InlineData("pack", 4, 0)]
    public async Task Slots_are_filled_as_the_pool_says_and_counted_by_weight(string fill, int most, int least)
    {
        await PoolAsync(nodes: 2, slots: 4, $$$""","taskSchedulingPolicy":{"nodeFillType":"{{{fill}}}"}""");
        await JobAsync();
        await TaskAsync("1", ""","requiredSlots":2""");
        await TaskAsync("2", ""","requiredSlots":2""");

        var used = (await NodesAsync()).Select(node => node.GetProperty("runningTaskSlotsCount").GetInt32());
        Assert.Equal([most, least], used.OrderDescending());

        await TaskAsync("3", ""","requiredSlots":5""");
        await TaskAsync("4", ""","requiredSlots":3""");
        await TaskAsync("5", ""","requiredSlots":1""");
        await EndAsync("1", 1);
        var counts = await GetAsync("/jobs/j/taskcounts");
        Assert.Equal("""{"active":5,"running":6,"completed":2,"succeeded":0,"failed":2}""", counts.GetProperty("taskSlotCounts").GetRawText());
        Assert.Equal("active", await StateAsync("3")); // no node has so many slots, so it waits for ever, and others pass it
    }

    [Fact]
    public async Task A_task_goes_to_the_node_that_it_likes_while_there_is_room_and_else_to_another()
    {
        await PoolAsync(nodes: 3);
        await JobAsync();
        var liked = (await NodesAsync())[2];
        var affinity = $$$""","affinityInfo":{"affinityId":"{{{liked.Text("affinityId")}}}"}""";

        await TaskAsync("1", affinity);
        await TaskAsync("2", affinity);
        await TaskAsync("3", ""","affinityInfo":{"affinityId":"TVM:no-such-node"}""");

        Assert.Equal(["1", "2", "3"], Running);
        Assert.Equal(liked.Text("id"), (await GetAsync("/jobs/j/tasks/1")).GetProperty("nodeInfo").Text("nodeId"));
    }

    [Fact]
    public async Task Single_tasks_do_not_keep_a_multi_instance_task_waiting_for_ever()
    {
        await PoolAsync(nodes: 2, more: InterNode);
        await JobAsync();
        await JobAsync("later");
        await TaskAsync("1");
        await TaskAsync("2");
        await MultiAsync("multi", 2);
        await TaskAsync("3");
        await TaskAsync("4", job: "later");

        await EndAsync("1");
        Assert.Equal(["2"], Running); // the node is kept free
        await EndAsync("2");
        Assert.Equal(["multi", "multi"], Running);

        await MultiEndsAsync();
        Assert.Equal(["3", "4"], Running);
    }

    [Fact]
    public async Task A_job_of_higher_priority_and_older_tasks_do_not_wait_for_it()
    {
        await PoolAsync(nodes: 2, more: InterNode);
        await JobAsync();
        await JobAsync("urgent", ""","priority":5""");
        await TaskAsync("1");
        await TaskAsync("2");
        await TaskAsync("3");
        await MultiAsync("multi", 2);
        await TaskAsync("4", job: "urgent");

        await EndAsync("1");
        Assert.Equal(["2", "4"], Running);
        await EndAsync("2");
        Assert.Equal(["3", "4"], Running);
        await EndAsync("4");
        Assert.Equal(["3"], Running);
        await EndAsync("3");

        Assert.Equal(["multi", "multi"], Running);
    }

    [Fact]
    public async Task No_node_is_kept_for_a_task_that_the_pool_cannot_run()
    {
        await PoolAsync(nodes: 2, more: InterNode);
        await JobAsync();
        await MultiAsync("wide", 3);
        await TaskAsync("1");
        Assert.Equal(["1"], Running);

        await PostAsync("/pools/p/resize", """{"targetDedicatedNodes":3}""");
        await TaskAsync("2");
        Assert.Equal(["1"], Running); // now it can
        await EndAsync("1");

        Assert.Equal(["wide", "wide", "wide"], Running);
    }

    [Fact]
    public async Task A_managers_node_is_not_waited_for_since_it_may_wait_for_its_tasks()
    {
        await PoolAsync(nodes: 2, more: InterNode);
        await JobAsync(more: ""","jobManagerTask":{"id":"m","commandLine":"x"}""");
        await MultiAsync("multi", 2);
        await TaskAsync("1");

        Assert.Equal(["1", "m"], Running);
    }

    [Fact]
    public async Task A_job_at_its_limit_keeps_no_node_free()
    {
        await PoolAsync(nodes: 3, more: InterNode);
        await JobAsync(more: ""","maxParallelTasks":1""");
        await JobAsync("later");
        await TaskAsync("1");
        await MultiAsync("multi", 2);

        await TaskAsync("2", job: "later");

        Assert.Equal(["1", "2"], Running);
    }

    private Task MultiAsync(string id, int instances) => TaskAsync(id, $$$""","multiInstanceSettings":{"numberOfInstances":{{{instances}}},"coordinationCommandLine":"x"}""");

    /// <summary>Ends the coordination commands, and then the task's own command.</summary>
    private async Task MultiEndsAsync()
    {
        foreach (var run in Emulator.Agent.Runs)
        {
            run.End(0);
        }

        await Emulator.SettleAsync();
        await EndAsync("multi");
    }
}

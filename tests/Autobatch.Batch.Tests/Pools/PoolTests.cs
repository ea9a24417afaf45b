namespace Autobatch.Batch.Tests;

public sealed class PoolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pool_tells_its_size_and_what_keeps_it_from_growing()
    {
        StubService service = new StubService().Answer(200, """
            {"id":"p","state":"active","allocationState":"steady","vmSize":"local","currentDedicatedNodes":1,"targetDedicatedNodes":4,"taskSlotsPerNode":2,
             "resizeErrors":[{"code":"AccountCoreQuotaReached","message":"…","values":[{"name":"Quota","value":"4"}]}]}
            """);

        PoolState pool = await service.Client().GetPoolAsync("p", cancellationToken: Cancellation);

        Assert.Equal((PoolStates.Active, AllocationStates.Steady, 1, 4, 2), (pool.State, pool.AllocationState, pool.CurrentDedicatedNodes, pool.TargetDedicatedNodes, pool.TaskSlotsPerNode));
        Assert.Equal("AccountCoreQuotaReached", Assert.Single(pool.ResizeErrors).Code);
    }

    [Fact]
    public async Task What_the_answer_leaves_out_is_at_its_default()
    {
        StubService service = new StubService().Answer(200, """{"resizeErrors":null}""");

        PoolState pool = await service.Client().GetPoolAsync("p", "resizeErrors", Cancellation);

        Assert.Equal(("", "", 1), (pool.Id, pool.State, pool.TaskSlotsPerNode));
        Assert.Empty(pool.ResizeErrors);
        Assert.Empty(pool.Metadata);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, false)]
    public async Task Existence_is_asked_by_head(int status, bool exists)
    {
        StubService service = new StubService().Answer(status);

        Assert.Equal(exists, await service.Client().PoolExistsAsync("p", Cancellation));
        Assert.Equal("HEAD", service.Requests[0].Method);
    }

    [Fact]
    public async Task Existence_is_not_guessed_when_the_service_refuses()
    {
        StubService service = new StubService().Answer(403);

        Assert.Equal(403, (await Assert.ThrowsAsync<BatchException>(() => service.Client().PoolExistsAsync("p", Cancellation))).Status);
    }

    [Fact]
    public async Task Node_counts_and_nodes_are_read()
    {
        StubService service = new StubService()
            .Answer(200, """{"value":[{"poolId":"p","dedicated":{"idle":1,"startTaskFailed":2,"upgradingOS":3,"total":6},"lowPriority":{"total":0}}]}""")
            .Answer(200, """{"value":[{"id":"n","state":"unusable","isDedicated":true,"errors":[{"code":"DiskFull","message":"…"}],"startTaskInfo":{"state":"completed","exitCode":1,"result":"failure"}}]}""");
        BatchDataClient client = service.Client();

        PoolNodeCounts counts = await client.ListPoolNodeCountsAsync(cancellationToken: Cancellation).SingleAsync(Cancellation);
        NodeState node = await client.ListNodesAsync("p", cancellationToken: Cancellation).SingleAsync(Cancellation);

        Assert.Equal(new NodeCounts { Idle = 1, StartTaskFailed = 2, UpgradingOS = 3, Total = 6 }, counts.Dedicated);
        Assert.Equal((NodeStates.Unusable, "DiskFull", 1), (node.State, node.Errors[0].Code, node.StartTaskInfo!.ExitCode));
    }
}

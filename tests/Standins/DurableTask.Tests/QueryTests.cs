using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class QueryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestApp App() => new TestApp()
        .Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<int>()))
        .Orchestrator("Child", context => Task.FromResult<object?>(null))
        .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
            "Child", null, new SubOrchestrationOptions(instanceId: "child")))
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"));

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_by_token()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        for (int i = 0; i < 25; i++)
            await engine.RunAsync("Quick", i, $"q{i:00}");
        List<string> seen = [];
        string? token = null;
        int pages = 0;
        do
        {
            OrchestrationQuery query = new(PageSize: 10, ContinuationToken: token);
            await using IAsyncEnumerator<Page<OrchestrationMetadata>> enumerator =
                engine.Client.GetAllInstancesAsync(query).AsPages().GetAsyncEnumerator(Token);
            Assert.True(await enumerator.MoveNextAsync());
            seen.AddRange(enumerator.Current.Values.Select(found => found.InstanceId));
            token = enumerator.Current.ContinuationToken;
            pages++;
        }
        while (token is not null);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"q{i:00}"), seen);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Filters_combine()
    {
        FakeTimeProvider time = new();
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), time);
        await engine.RunAsync("Quick", 1, "a-1");
        time.Advance(TimeSpan.FromHours(1));
        DateTimeOffset later = time.GetUtcNow();
        await engine.RunAsync("Quick", 2, "a-2");
        await engine.RunAsync("Quick", 3, "b-3");
        await engine.StartOneAsync("Wait", instanceId: "a-4");
        OrchestrationQuery query = new(
            CreatedFrom: later, Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: "a-", FetchInputsAndOutputs: true);
        List<OrchestrationMetadata> found = [];
        await foreach (OrchestrationMetadata one in engine.Client.GetAllInstancesAsync(query))
            found.Add(one);
        OrchestrationMetadata only = Assert.Single(found);
        Assert.Equal("a-2", only.InstanceId);
        Assert.Equal(2, only.ReadInputAs<int>());
    }

    [Fact]
    public async Task A_token_of_somebody_else_is_refused()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        await Assert.ThrowsAsync<ArgumentException>(async () =>
        {
            await foreach (OrchestrationMetadata _ in engine.Client.GetAllInstancesAsync(new(ContinuationToken: "'; DROP TABLE")))
                Assert.Fail("nothing should come");
        });
    }

    [Fact]
    public async Task Purge_removes_finished_instances_only()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        await engine.RunAsync("Quick", 1, "done");
        await engine.StartOneAsync("Wait", instanceId: "busy");
        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync("done", Token)).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync("busy", Token)).PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync("done", Token));
        Assert.NotNull(await engine.Client.GetInstanceAsync("busy", Token));
    }

    [Fact]
    public async Task Purge_by_filter_and_with_children_leaves_no_rows()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true);
        await engine.RunAsync("Parent", null, "parent");
        await engine.RunAsync("Quick", 1, "done");
        Assert.Equal(2, (await engine.Client.PurgeInstanceAsync("parent", new PurgeInstanceOptions(true), Token)).PurgedInstanceCount);
        PurgeInstancesFilter filter = new(Statuses: [OrchestrationRuntimeStatus.Completed]);
        Assert.Equal(1, (await engine.Client.PurgeAllInstancesAsync(filter, Token)).PurgedInstanceCount);
        foreach (string table in (string[])["Instances", "History", "Inbox", "Tasks", "Timers"])
            Assert.Equal(0, engine.Count(table));
    }

    [Fact]
    public async Task Tags_and_times_come_back()
    {
        FakeTimeProvider time = new();
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), time);
        StartOrchestrationOptions options = new("tagged") { Tags = new Dictionary<string, string> { ["run"] = "7" } };
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", 1, options, Token);
        OrchestrationMetadata end = await engine.EndOfAsync("tagged");
        Assert.Equal("7", end.Tags["run"]);
        Assert.Equal(time.GetUtcNow(), end.CreatedAt);
    }
}

using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class PurgeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestApp App() => new TestApp()
        .Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<int>()))
        .Orchestrator("Fails", _ => throw new FormatException("bad"))
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"))
        .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
            "Middle", null, new SubOrchestrationOptions(instanceId: "middle")))
        .Orchestrator("Middle", async context => await context.CallSubOrchestratorAsync<string>(
            "Quick", 1, new SubOrchestrationOptions(instanceId: "leaf")));

    [Theory]
    [InlineData(true, 3, 0)]
    [InlineData(false, 1, 2)]
    public async Task Purge_takes_the_children_along_when_asked(bool recursive, int purged, int left)
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        await engine.RunAsync("Parent", null, "parent");
        PurgeResult result = await engine.Client.PurgeInstanceAsync("parent", new PurgeInstanceOptions(recursive), Token);
        Assert.Equal(purged, result.PurgedInstanceCount);
        Assert.Equal(left, engine.Count("Instances"));
    }

    [Fact]
    public async Task Purge_by_time_and_status_counts_what_it_took_and_leaves_the_rest()
    {
        FakeTimeProvider time = new();
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), time);
        await engine.RunAsync("Quick", 1, "old");
        await engine.RunAsync("Fails", null, "old-failed");
        await engine.StartOneAsync("Wait", null, "old-busy");
        time.Advance(TimeSpan.FromDays(1));
        DateTimeOffset today = time.GetUtcNow();
        await engine.RunAsync("Quick", 1, "new");

        PurgeResult failed = await engine.Client.PurgeInstancesAsync(null, today.AddHours(-1), [OrchestrationRuntimeStatus.Failed], Token);
        Assert.Equal(1, failed.PurgedInstanceCount);
        PurgeResult old = await engine.Client.PurgeInstancesAsync(null, today.AddHours(-1), Token);
        Assert.Equal(1, old.PurgedInstanceCount);
        Assert.True(old.IsComplete);
        List<string> left = [];
        await foreach (OrchestrationMetadata one in engine.Client.GetAllInstancesAsync())
            left.Add(one.InstanceId);
        Assert.Equal(["old-busy", "new"], left);
    }

    [Fact]
    public async Task Purge_of_more_than_a_page_takes_all()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true);
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => engine.RunAsync("Quick", i, $"q{i}")));
        Assert.Equal(250, (await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Token)).PurgedInstanceCount);
        foreach (string table in (string[])["Instances", "History", "Inbox", "Tasks", "Timers"])
            Assert.Equal(0, engine.Count(table));
    }

    [Fact]
    public async Task Purge_out_of_time_says_that_there_is_more()
    {
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), time);
        await engine.RunAsync("Quick", 1, "q");
        PurgeResult result = await engine.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter { Timeout = TimeSpan.FromMilliseconds(1) }, Token);
        Assert.False(result.IsComplete);
        Assert.Equal(0, result.PurgedInstanceCount);
    }

    [Fact]
    public async Task A_result_that_comes_after_the_purge_is_dropped_and_the_id_is_free_again()
    {
        using SemaphoreSlim gate = new(0);
        TestApp app = App().ActivityAsync<int>("Slow", async (_, cancellation) =>
        {
            await gate.WaitAsync(cancellation);
            return "late";
        })
            .Orchestrator("Impatient", async context =>
            {
                await Task.WhenAny(context.CallActivityAsync<string>("Slow", 1), context.CreateTimer(TimeSpan.Zero, CancellationToken.None));
                return "early";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        Assert.Equal("early", (await engine.RunAsync("Impatient", null, "same")).ReadOutputAs<string>());
        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync("same", Token)).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync("same", Token)).PurgedInstanceCount);
        Assert.Equal(0, engine.Count("Tasks"));
        gate.Release();
        Assert.Equal(2, (await engine.RunAsync("Quick", 2, "same")).ReadOutputAs<int>());
        await engine.RestartAsync();
        Assert.Equal(1, engine.Count("Instances"));
    }
}

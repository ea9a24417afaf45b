using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class ContinueAsNewTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generations_follow_each_other_with_short_histories()
    {
        TestApp app = new TestApp()
            .Activity<int>("Next", value => value + 1)
            .Orchestrator("Loop", async context =>
            {
                int value = await context.CallActivityAsync<int>("Next", context.GetInput<int>());
                if (value < 50)
                    context.ContinueAsNew(value);
                return value;
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Loop", 0);
        Assert.Equal(50, (await engine.EndOfAsync(id)).ReadOutputAs<int>());
        List<string> history = [.. engine.History(id).Select(item => item.EventType)];
        Assert.Equal(16, history.Count);
        Assert.Contains("ContinueAsNew", history);
    }

    [Theory]
    [InlineData(true, "a b c")]
    [InlineData(false, "a late late")]
    public async Task Unclaimed_events_go_on_when_asked(bool preserve, string expected)
    {
        TestApp app = new TestApp().Orchestrator("Collect", async context =>
        {
            List<string> sofar = context.GetInput<List<string>>()!;
            if (sofar.Count == 0)
                await context.WaitForExternalEvent<string>("go");
            sofar.Add(await context.WaitForExternalEvent<string>("item"));
            if (sofar.Count < 3)
                context.ContinueAsNew(sofar, preserve);
            return string.Join(' ', sofar);
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Collect", Array.Empty<string>());
        foreach (string item in (string[])["a", "b", "c"])
            await engine.Client.RaiseEventAsync(id, "item", item, Token);
        await Until.TrueAsync(() => engine.Count("Inbox") == 0, "the events are in the history");
        await engine.Client.RaiseEventAsync(id, "go", "", Token);
        if (!preserve)
        {
            await Until.TrueAsync(() => engine.History(id).Any(item => item.EventType == "ContinueAsNew"), "the next generation runs");
            await engine.Client.RaiseEventAsync(id, "item", "late", Token);
            await engine.RestartAsync();
            await engine.Client.RaiseEventAsync(id, "item", "late", Token);
        }
        Assert.Equal(expected, (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Results_for_an_old_generation_are_dropped()
    {
        using SemaphoreSlim gate = new(0);
        TestApp app = new TestApp()
            .ActivityAsync<int>("Slow", async (_, cancellation) =>
            {
                await gate.WaitAsync(cancellation);
                return "old";
            })
            .Orchestrator("Leave", async context =>
            {
                if (context.GetInput<int>() == 1)
                    return await context.WaitForExternalEvent<string>("end");
                _ = context.CallActivityAsync<string>("Slow", 0);
                context.ContinueAsNew(1);
                return null;
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Leave", 0);
        await Until.TrueAsync(() => engine.Count("Tasks") == 1, "the activity runs");
        gate.Release();
        await Until.TrueAsync(() => engine.Count("Tasks") == 0, "the result was dropped");
        await engine.Client.RaiseEventAsync(id, "end", "fresh", Token);
        Assert.Equal("fresh", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.DoesNotContain(engine.History(id), item => item.EventType == "TaskCompleted");
    }

    [Fact]
    public async Task Ids_of_children_and_guids_differ_between_generations()
    {
        TestApp app = new TestApp()
            .Orchestrator("Child", context => Task.FromResult<object?>(context.InstanceId))
            .Orchestrator("Loop", async context =>
            {
                List<string> ids = context.GetInput<List<string>>()!;
                ids.Add(await context.CallSubOrchestratorAsync<string>("Child"));
                ids.Add(context.NewGuid().ToString());
                if (ids.Count < 6)
                    context.ContinueAsNew(ids);
                return ids;
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        string[]? ids = await engine.OutputAsync<string[]>("Loop", Array.Empty<string>());
        Assert.Equal(6, ids!.Distinct().Count());
    }
}

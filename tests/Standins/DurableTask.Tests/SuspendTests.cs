using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class SuspendTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suspended_instance_keeps_results_timers_and_events_and_runs_nothing_new()
    {
        FakeTimeProvider time = new();
        using SemaphoreSlim gate = new(0);
        int more = 0;
        TestApp app = new TestApp()
            .ActivityAsync<int>("Slow", async (value, cancellation) =>
            {
                await gate.WaitAsync(cancellation);
                return value;
            })
            .Activity<int>("More", _ => Interlocked.Increment(ref more))
            .Orchestrator("Run", async context =>
            {
                Task<int> slow = context.CallActivityAsync<int>("Slow", 7);
                Task timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                Task<string> go = context.WaitForExternalEvent<string>("go");
                await Task.WhenAny(slow, timer, go);
                await context.CallActivityAsync("More", 1);
                await timer;
                return $"{await slow} {await go}";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time, onDisk: true);
        string id = await engine.StartOneAsync("Run");
        await engine.Client.WaitForInstanceStartAsync(id, Token);
        await engine.Client.SuspendInstanceAsync(id, "maintenance", Token);
        await engine.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        gate.Release();
        time.Advance(TimeSpan.FromHours(2));
        await engine.Client.RaiseEventAsync(id, "go", "now", Token);
        await Until.TrueAsync(
            () => engine.History(id).Select(item => item.EventType).Intersect(["TaskCompleted", "TimerFired", "EventRaised"]).Count() == 3,
            "all three are in the history");
        await engine.RestartAsync();
        await engine.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        Assert.Equal(0, more);
        Assert.DoesNotContain(engine.History(id), item => item.EventId > 1);

        await engine.Client.ResumeInstanceAsync(id, "done", Token);
        Assert.Equal("7 now", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, more);
        string[] lifecycle = [.. engine.History(id).Select(item => item.EventType).Where(type => type is "ExecutionSuspended" or "ExecutionResumed")];
        Assert.Equal(["ExecutionSuspended", "ExecutionResumed"], lifecycle);
    }

    [Fact]
    public async Task An_instance_that_was_suspended_before_its_start_does_not_begin()
    {
        FakeTimeProvider time = new();
        bool ran = false;
        TestApp app = new TestApp().Orchestrator("Late", _ =>
        {
            ran = true;
            return Task.FromResult<object?>("ran");
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time, onDisk: true);
        string id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Late", new StartOrchestrationOptions(null, time.GetUtcNow().AddDays(1)), Token);
        await engine.Client.SuspendInstanceAsync(id, "not yet", Token);
        time.Advance(TimeSpan.FromDays(2));
        await engine.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await engine.RestartAsync();
        Assert.False(ran);
        await engine.Client.ResumeInstanceAsync(id, "now", Token);
        Assert.Equal("ran", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_suspension_that_meets_continue_as_new_holds_the_next_generation_and_loses_no_event(bool restart)
    {
        using SemaphoreSlim entered = new(0);
        using SemaphoreSlim gate = new(0);
        TestApp app = new TestApp().Orchestrator("Loop", async context =>
        {
            if (context.GetInput<int>() == 1)
                return await context.WaitForExternalEvent<string>("word");
            // Holds the first step until every signal waits: the code has then ended its generation when the suspension comes.
            entered.Release();
            gate.Wait(TimeSpan.FromMinutes(1), Token);
            await context.WaitForExternalEvent<string>("go");
            context.ContinueAsNew(1);
            return null;
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Loop", 0);
        await entered.WaitAsync(Token);
        await engine.Client.RaiseEventAsync(id, "go", "", Token);
        await engine.Client.SuspendInstanceAsync(id, "hold", Token);
        await engine.Client.RaiseEventAsync(id, "word", "kept", Token);
        gate.Release();
        await engine.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        if (restart)
            await engine.RestartAsync();
        await engine.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await engine.Client.ResumeInstanceAsync(id, "go on", Token);
        Assert.Equal("kept", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated_but_not_purged()
    {
        TestApp app = new TestApp().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        string id = await engine.StartOneAsync("Wait");
        await engine.Client.WaitForInstanceStartAsync(id, Token);
        await engine.Client.SuspendInstanceAsync(id, Token);
        await engine.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync(id, Token)).PurgedInstanceCount);
        await engine.Client.TerminateInstanceAsync(id, Token);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndOfAsync(id)).RuntimeStatus);
    }
}

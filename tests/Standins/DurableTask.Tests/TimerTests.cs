using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class TimerTests
{
    [Fact]
    public async Task Days_pass_in_milliseconds()
    {
        FakeTimeProvider time = new();
        TestApp app = new TestApp().Orchestrator("Sleep", async context =>
        {
            DateTime before = context.CurrentUtcDateTime;
            for (int day = 0; day < 40; day++)
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return (context.CurrentUtcDateTime - before).TotalDays;
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time);
        string id = await engine.StartOneAsync("Sleep");
        for (int day = 0; day < 40; day++)
        {
            await Until.TrueAsync(() => engine.Engine.Core.Timers.Next > time.GetUtcNow().UtcDateTime, "a timer waits");
            time.Advance(TimeSpan.FromDays(1));
        }
        Assert.Equal(40, (await engine.EndOfAsync(id)).ReadOutputAs<double>());
    }

    [Fact]
    public async Task A_timer_outlives_a_restart_and_fires_when_it_was_due_meanwhile()
    {
        FakeTimeProvider time = new();
        TestApp app = new TestApp().Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(60), CancellationToken.None);
            return "awake";
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time, onDisk: true);
        string id = await engine.StartOneAsync("Sleep");
        await Until.TrueAsync(() => engine.Count("Timers") == 1, "the timer is on disk");
        await engine.RestartAsync();
        time.Advance(TimeSpan.FromDays(59));
        Assert.False((await engine.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken))!.IsCompleted);
        await engine.RestartAsync();
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("awake", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_leaves_nothing_behind()
    {
        TestApp app = new TestApp()
            .Activity<int>("Work", value => value)
            .Orchestrator("Race", async context =>
            {
                using CancellationTokenSource stop = new();
                Task timer = context.CreateTimer(TimeSpan.FromDays(30), stop.Token);
                Task work = context.CallActivityAsync<int>("Work", 1);
                Task winner = await Task.WhenAny(timer, work);
                stop.Cancel();
                bool cancelled = timer.IsCanceled;
                await context.WaitForExternalEvent<string>("Go");
                return $"{winner == work} {cancelled}";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Race");
        await Until.TrueAsync(() => engine.Count("Tasks") == 0 && engine.Count("Timers") == 0, "task and timer are gone");
        Assert.Null(engine.Engine.Core.Timers.Next);
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "Go", "now", TestContext.Current.CancellationToken);
        Assert.Equal("True True", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_delayed_start_waits_for_its_time_also_over_a_restart()
    {
        FakeTimeProvider time = new();
        TestApp app = new TestApp().Orchestrator("Late", context => Task.FromResult<object?>("ran"));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time, onDisk: true);
        string id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Late", new StartOrchestrationOptions(null, time.GetUtcNow().AddHours(2)), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(1));
        await engine.RestartAsync();
        OrchestrationMetadata waiting = (await engine.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken))!;
        Assert.Equal(OrchestrationRuntimeStatus.Pending, waiting.RuntimeStatus);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("ran", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_in_the_past_fires_at_once()
    {
        TestApp app = new TestApp().Orchestrator("Now", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
            return "done";
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal("done", await engine.OutputAsync<string>("Now"));
    }
}

using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class DeterminismTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<TaskOrchestrationContext, Task>, string> ChangedCode => new()
    {
        {
            "another name",
            async context => await context.CallActivityAsync("B", 1),
            "the history has event 0, TaskScheduled 'A', but the code made event 0, TaskScheduled 'B'"
        },
        {
            "another kind",
            async context => await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None),
            "the history has event 0, TaskScheduled 'A', but the code made event 0, TimerCreated"
        },
        {
            "no call",
            async context => await context.WaitForExternalEvent<string>("other"),
            "the history has event 0, TaskScheduled 'A', but the code did not make this call"
        },
        {
            "one call more",
            async context =>
            {
                Task a = context.CallActivityAsync("A", 1);
                await Task.WhenAll(a, context.CallSubOrchestratorAsync("C"));
            },
            "the code made event 1, SubOrchestrationInstanceCreated 'C', but the history has no such event"
        },
        {
            "an early end",
            _ => Task.FromException(new FormatException()),
            "the code has ended, but the history goes on with event 0, TaskScheduled 'A'"
        },
    };

    [Theory]
    [MemberData(nameof(ChangedCode))]
    public async Task Changed_code_is_found_out_and_named(string change, Func<TaskOrchestrationContext, Task> code, string expected)
    {
        Assert.NotEmpty(change);
        static TestApp App(Func<TaskOrchestrationContext, Task> code) => new TestApp()
            .Activity<int>("A", value => value)
            .Activity<int>("B", value => value)
            .Orchestrator("Run", async context =>
            {
                await code(context);
                await context.WaitForExternalEvent<string>("go");
                return "end";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(
            App(async context => await context.CallActivityAsync("A", 1)), onDisk: true);
        string id = await engine.StartOneAsync("Run");
        await Until.TrueAsync(() => engine.History(id).Count == 7, "the activity's result is in the history");
        engine.App = App(code);
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "go", "", Token);
        OrchestrationMetadata end = await engine.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("NonDeterministic", end.FailureDetails!.ErrorType, StringComparison.Ordinal);
        Assert.Contains(expected, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchanged_code_is_replayed_silently_to_where_it_stood()
    {
        List<string> said = [];
        TestApp app = new TestApp()
            .Activity<int>("Double", value => value * 2)
            .Orchestrator("Run", async context =>
            {
                Guid first = context.NewGuid();
                DateTime start = context.CurrentUtcDateTime;
                int value = await context.CallActivityAsync<int>("Double", 4);
                if (!context.IsReplaying)
                    said.Add("doubled");
                string event1 = await context.WaitForExternalEvent<string>("go");
                return $"{value} {event1} {first} {start:O}";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Run");
        await Until.TrueAsync(() => engine.History(id).Count == 7, "the activity's result is in the history");
        DateTime start = engine.History(id)[0].Timestamp;
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "go", "went", Token);
        string output = (await engine.EndOfAsync(id)).ReadOutputAs<string>()!;
        Assert.StartsWith("8 went ", output, StringComparison.Ordinal);
        Assert.EndsWith($"{start:O}", output, StringComparison.Ordinal);
        Assert.Equal(["doubled"], said);
    }

    public static TheoryData<string, Func<TaskOrchestrationContext, Task>> ForeignAwaits => new()
    {
        { "delay", _ => Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System) },
        { "never", _ => new TaskCompletionSource().Task },
        { "pool", _ => Task.Run(() => 1) },
        { "beside a durable wait", context => Task.WhenAny(
            context.WaitForExternalEvent<string>("x"), Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System)) },
        { "without the context", async context =>
        {
            Task wait = context.WaitForExternalEvent<string>("x");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System).ConfigureAwait(false);
            await context.CallActivityAsync("A", 1);
            await wait;
        } },
        { "cancelled on the pool", async context =>
        {
            using CancellationTokenSource stop = new();
            Task timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
            await stop.CancelAsync();
            await timer;
        } },
        { "its own time-out", async context =>
        {
            using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            await context.WaitForExternalEvent<string>("x", stop.Token);
        } },
    };

    [Theory]
    [MemberData(nameof(ForeignAwaits))]
    public async Task A_foreign_await_fails_the_orchestration_and_says_so(string kind, Func<TaskOrchestrationContext, Task> code)
    {
        TestApp app = new TestApp().Orchestrator(kind, async context =>
        {
            await code(context);
            return "went on";
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        OrchestrationMetadata end = await engine.RunAsync(kind);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("does not come from its TaskOrchestrationContext", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Harmless_awaits_are_welcome()
    {
        TestApp app = new TestApp()
            .Activity<int>("A", value => value + 1)
            .Orchestrator("Run", async context =>
            {
                await Task.Yield();
                await Task.CompletedTask;
                int one = await context.CallActivityAsync<int>("A", 0).ContinueWith(task => task.Result, TaskScheduler.Current);
                await Task.Yield();
                return one + await context.CallActivityAsync<int>("A", one);
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal(3, await engine.OutputAsync<int>("Run"));
    }
}

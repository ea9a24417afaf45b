using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class ActivityTests
{
    [Fact]
    public async Task Chained_activities_hand_their_results_on()
    {
        TestApp app = new TestApp()
            .Activity<int>("Double", value => value * 2)
            .Orchestrator("Chain", async context =>
            {
                int value = context.GetInput<int>();
                for (int i = 0; i < 3; i++)
                    value = await context.CallActivityAsync<int>("Double", value);
                return value;
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal(40, await engine.OutputAsync<int>("Chain", 5));
    }

    [Fact]
    public async Task A_fan_out_runs_every_activity_and_joins_in_order()
    {
        TestApp app = new TestApp()
            .Activity<int>("Square", value => value * value)
            .Orchestrator("Fan", async context =>
                await Task.WhenAll(Enumerable.Range(0, 200).Select(i => context.CallActivityAsync<int>("Square", i))));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i * i), await engine.OutputAsync<int[]>("Fan"));
        Assert.Equal(0, engine.Count("Tasks"));
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_the_options_allow()
    {
        int running = 0;
        int most = 0;
        using SemaphoreSlim gate = new(0);
        TestApp app = new TestApp()
            .ActivityAsync<int>("Work", async (_, cancellation) =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await gate.WaitAsync(cancellation);
                Interlocked.Decrement(ref running);
                return null;
            })
            .Orchestrator("Fan", async context =>
            {
                await Task.WhenAll(Enumerable.Range(0, 12).Select(i => context.CallActivityAsync("Work", i)));
                return null;
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, options: new() { MaxConcurrentActivities = 3 });
        string id = await engine.StartOneAsync("Fan");
        await Until.TrueAsync(() => Volatile.Read(ref running) == 3, "three activities run");
        gate.Release(12);
        await engine.EndOfAsync(id);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_failure_names_its_exception_and_can_be_caught()
    {
        TestApp app = new TestApp()
            .Activity<string>("Fail", text => throw new FormatException(text, new ArgumentException("inner")))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Fail", "not a number");
                }
                catch (TaskFailedException failed)
                {
                    bool caused = failed.IsCausedByException<FormatException>() && !failed.IsCausedByException<ArgumentException>();
                    return $"{failed.TaskName}|{failed.FailureDetails.ErrorMessage}|{failed.FailureDetails.InnerFailure!.ErrorMessage}|{caused}";
                }
                return "no failure";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal("Fail|not a number|inner|True", await engine.OutputAsync<string>("Catch"));
    }

    [Fact]
    public async Task An_unhandled_failure_fails_the_orchestration()
    {
        TestApp app = new TestApp()
            .Activity<string>("Fail", _ => throw new FormatException("no"))
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Fail", "x"));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        OrchestrationMetadata end = await engine.RunAsync("Run");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", end.FailureDetails!.ErrorType);
        Assert.Equal("System.FormatException", end.FailureDetails.InnerFailure!.ErrorType);
    }

    [Theory]
    [InlineData("Nowhere", "There is no orchestrator function named 'Nowhere'")]
    [InlineData("CallsNowhere", "There is no activity function named 'Missing'")]
    public async Task An_unknown_name_fails_with_a_message_that_names_it(string orchestrator, string expected)
    {
        TestApp app = new TestApp()
            .Orchestrator("CallsNowhere", async context => await context.CallActivityAsync<string>("Missing"));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        OrchestrationMetadata end = await engine.RunAsync(orchestrator);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains(expected, end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_that_nobody_awaits_still_runs()
    {
        TaskCompletionSource<string> seen = new();
        TestApp app = new TestApp()
            .Activity<string>("Note", text => seen.TrySetResult(text))
            .Orchestrator("Forget", context =>
            {
                _ = context.CallActivityAsync("Note", "hello");
                return Task.FromResult<object?>("done");
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal("done", await engine.OutputAsync<string>("Forget"));
        Assert.Equal("hello", await Until.EndAsync(seen.Task));
        await Until.TrueAsync(() => engine.Count("Tasks") == 0, "the task's row is gone");
    }

    [Fact]
    public async Task The_history_has_the_frameworks_event_names_in_order()
    {
        TestApp app = new TestApp()
            .Activity<int>("Double", value => value * 2)
            .Orchestrator("One", async context => await context.CallActivityAsync<int>("Double", 4));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        OrchestrationMetadata end = await engine.RunAsync("One");
        List<HistoryEvent> history = engine.History(end.InstanceId);
        Assert.Equal(
            [
                "OrchestratorStarted", "ExecutionStarted", "TaskScheduled", "OrchestratorCompleted",
                "OrchestratorStarted", "TaskCompleted", "ExecutionCompleted", "OrchestratorCompleted",
            ],
            history.Select(item => item.EventType));
        Assert.Contains("\"TaskScheduledId\":0,\"Result\":\"8\"", HistoryJson.Write(history[5]), StringComparison.Ordinal);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another thread was faster; compare again.
        }
    }
}

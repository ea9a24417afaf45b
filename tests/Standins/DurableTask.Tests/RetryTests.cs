using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable.Execution;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class RetryTests
{
    [Fact]
    public async Task A_policy_retries_after_growing_pauses_of_virtual_time()
    {
        FakeTimeProvider time = new();
        int calls = 0;
        RetryPolicy policy = new(4, TimeSpan.FromHours(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(3));
        TestApp app = new TestApp()
            .Activity<int>("Flaky", _ => ++calls < 4 ? throw new TimeoutException("again") : calls)
            .Orchestrator("Run", async context =>
                await context.CallActivityAsync<int>("Flaky", 1, TaskOptions.FromRetryPolicy(policy)));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time);
        string id = await engine.StartOneAsync("Run");
        foreach (int hours in (int[])[1, 2, 3])
        {
            DateTime expected = time.GetUtcNow().UtcDateTime.AddHours(hours);
            await Until.TrueAsync(() => engine.Engine.Core.Timers.Next == expected, $"a retry waits for {hours} h");
            time.Advance(TimeSpan.FromHours(hours));
        }
        Assert.Equal(4, (await engine.EndOfAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task The_last_attempts_failure_is_thrown()
    {
        int calls = 0;
        RetryPolicy policy = new(3, TimeSpan.FromMilliseconds(1));
        TestApp app = new TestApp()
            .Activity<int>("Flaky", _ => throw new TimeoutException($"attempt {++calls}"))
            .Orchestrator("Run", async context =>
                await context.CallActivityAsync<int>("Flaky", 1, TaskOptions.FromRetryPolicy(policy)));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        OrchestrationMetadata end = await engine.RunAsync("Run");
        Assert.Equal("attempt 3", end.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal(3, engine.History(end.InstanceId).OfType<TaskFailed>().Count());
    }

    [Fact]
    public async Task A_policy_leaves_failures_alone_that_it_does_not_handle()
    {
        int calls = 0;
        RetryPolicy policy = new(5, TimeSpan.FromMilliseconds(1))
        {
            HandleFailure = failure => failure.IsCausedBy<TimeoutException>(),
        };
        TestApp app = new TestApp()
            .Activity<int>("Flaky", _ => throw (++calls == 1 ? new TimeoutException() : new FormatException()))
            .Orchestrator("Run", async context =>
                await context.CallActivityAsync<int>("Flaky", 1, TaskOptions.FromRetryPolicy(policy)));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        OrchestrationMetadata end = await engine.RunAsync("Run");
        Assert.Equal("System.FormatException", end.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_handler_sees_the_attempts_and_may_wait_on_a_durable_timer()
    {
        int calls = 0;
        List<int> attempts = [];
        TaskOptions options = TaskOptions.FromRetryHandler(async (RetryContext retry) =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
                attempts.Add(retry.LastAttemptNumber);
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return retry.LastFailure.IsCausedBy<TimeoutException>();
        });
        TestApp app = new TestApp()
            .Activity<int>("Flaky", _ => ++calls < 3 ? throw new TimeoutException() : "fine")
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Flaky", 1, options));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal("fine", await engine.OutputAsync<string>("Run"));
        Assert.Equal([1, 2], attempts);
    }

    [Fact]
    public async Task A_retry_time_out_ends_the_retries()
    {
        FakeTimeProvider time = new();
        int calls = 0;
        RetryPolicy policy = new(100, TimeSpan.FromMinutes(40), retryTimeout: TimeSpan.FromHours(1));
        TestApp app = new TestApp()
            .Activity<int>("Flaky", _ => throw new TimeoutException($"attempt {++calls}"))
            .Orchestrator("Run", async context =>
                await context.CallActivityAsync<int>("Flaky", 1, TaskOptions.FromRetryPolicy(policy)));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time);
        string id = await engine.StartOneAsync("Run");
        for (int i = 0; i < 2; i++)
        {
            await Until.TrueAsync(() => engine.Engine.Core.Timers.Next > time.GetUtcNow().UtcDateTime, "a retry waits");
            time.Advance(TimeSpan.FromMinutes(40));
        }
        Assert.Equal("attempt 3", (await engine.EndOfAsync(id)).FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(4, 60)]
    [InlineData(5000, 60)]
    public void Pauses_grow_by_the_coefficient_up_to_the_maximum(int attempt, int seconds)
    {
        RetryPolicy policy = new(10, TimeSpan.FromSeconds(10), 2, TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryLoop.Delay(policy, attempt));
    }

    [Fact]
    public void A_policy_refuses_what_makes_no_sense()
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 1, second / 2));
    }
}

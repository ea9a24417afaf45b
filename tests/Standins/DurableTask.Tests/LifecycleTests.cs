using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class LifecycleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestApp Waiting() => new TestApp()
        .Activity<int>("Double", value => value * 2)
        .Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<int>()))
        .Orchestrator("Fails", _ => throw new FormatException("bad"))
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"))
        .Orchestrator("Family", async context => await Task.WhenAll(
            Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>(
                "Wait", null, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-{i}")))));

    [Fact]
    public async Task Terminate_ends_an_instance_with_the_given_output()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting());
        string id = await engine.StartOneAsync("Wait");
        await engine.Client.TerminateInstanceAsync(id, new { Why = "enough" }, Token);
        OrchestrationMetadata end = await engine.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("enough", end.ReadOutputAs<Dictionary<string, string>>()!["Why"]);
        Assert.Equal("ExecutionTerminated", engine.History(id)[^3].EventType);
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminate_takes_the_children_along_when_asked(bool recursive, OrchestrationRuntimeStatus expected)
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting(), onDisk: true);
        await engine.StartOneAsync("Family", instanceId: "f");
        for (int i = 0; i < 3; i++)
        {
            await Until.TrueAsync(async () => await engine.Client.GetInstanceAsync($"f-{i}", Token) is not null, "the child exists");
            await engine.Client.WaitForInstanceStartAsync($"f-{i}", Token);
        }
        await engine.Client.TerminateInstanceAsync("f", new TerminateInstanceOptions(null, recursive), Token);
        await engine.EndOfAsync("f");
        if (recursive)
            await engine.EndOfAsync("f-2");
        Assert.Equal(expected, (await engine.Client.GetInstanceAsync("f-2", Token))!.RuntimeStatus);
    }

    [Fact]
    public async Task Terminate_before_a_delayed_start_never_runs_the_code()
    {
        FakeTimeProvider time = new();
        bool ran = false;
        TestApp app = new TestApp().Orchestrator("Late", _ =>
        {
            ran = true;
            return Task.FromResult<object?>(null);
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time);
        string id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Late", new StartOrchestrationOptions(null, time.GetUtcNow().AddDays(1)), Token);
        await engine.Client.TerminateInstanceAsync(id, Token);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndOfAsync(id)).RuntimeStatus);
        time.Advance(TimeSpan.FromDays(2));
        await engine.RunAsync("Late");
        Assert.True(ran);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_suspended_instance_holds_its_events_back_until_it_is_resumed()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting(), onDisk: true);
        string id = await engine.StartOneAsync("Wait");
        await engine.Client.WaitForInstanceStartAsync(id, Token);
        await engine.Client.SuspendInstanceAsync(id, "pause", Token);
        await Until.TrueAsync(
            async () => (await engine.Client.GetInstanceAsync(id, Token))!.RuntimeStatus == OrchestrationRuntimeStatus.Suspended,
            "the instance is suspended");
        await engine.Client.RaiseEventAsync(id, "go", "now", Token);
        await Until.TrueAsync(() => engine.Count("Inbox") == 0, "the event is in the history");
        await engine.RestartAsync();
        Assert.Equal(
            OrchestrationRuntimeStatus.Suspended, (await engine.Client.GetInstanceAsync(id, Token))!.RuntimeStatus);
        await engine.Client.ResumeInstanceAsync(id, "go on", Token);
        Assert.Equal("now", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_custom_status_shows_from_the_step_on_that_set_it()
    {
        TestApp app = new TestApp().Orchestrator("Tell", async context =>
        {
            context.SetCustomStatus(new { Stage = 1 });
            await context.WaitForExternalEvent<string>("go");
            context.SetCustomStatus("last");
            return null;
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Tell");
        await engine.Client.WaitForInstanceStartAsync(id, Token);
        OrchestrationMetadata now = (await engine.Client.GetInstanceAsync(id, true, Token))!;
        Assert.Equal(1, now.ReadCustomStatusAs<Dictionary<string, int>>()!["Stage"]);
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "go", "", Token);
        Assert.Equal("last", (await engine.EndOfAsync(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task A_second_start_replaces_a_finished_instance()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting());
        await engine.RunAsync("Quick", 1, "same");
        OrchestrationMetadata second = await engine.RunAsync("Quick", 2, "same");
        Assert.Equal(2, second.ReadOutputAs<int>());
        Assert.Equal(1, engine.Count("Instances"));
    }

    [Fact]
    public async Task A_second_start_over_an_unfinished_instance_is_refused()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting());
        await engine.StartOneAsync("Wait", instanceId: "same");
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => engine.StartOneAsync("Quick", 1, "same"));
        Assert.Contains("'same' exists already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dedupe_statuses_decide_which_finished_instances_refuse()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting());
        await engine.RunAsync("Quick", 1, "completed");
        await engine.RunAsync("Fails", null, "failed");
        async Task Start(string id) => await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Quick", 2, new StartOrchestrationOptions(id).WithDedupeStatuses(OrchestrationRuntimeStatus.Completed), Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Start("completed"));
        await Start("failed");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndOfAsync("failed")).RuntimeStatus);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("@a")]
    [InlineData("a\nb")]
    [InlineData(" ")]
    public async Task An_instance_id_that_Azure_would_refuse_is_refused(string id)
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting());
        await Assert.ThrowsAsync<ArgumentException>(() => engine.StartOneAsync("Quick", 1, id));
    }

    [Fact]
    public async Task Of_a_hundred_racing_starts_one_wins()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(Waiting(), onDisk: true);
        Task<string>[] starts = [.. Enumerable.Range(0, 100).Select(_ => Task.Run(() => engine.StartOneAsync("Wait", null, "one"), Token))];
        await Until.TrueAsync(() => starts.All(start => start.IsCompleted), "all starts have ended");
        Assert.Equal(1, starts.Count(start => start.IsCompletedSuccessfully));
    }
}

using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class ExternalEventTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_come_before_the_wait_are_kept_in_order()
    {
        TestApp app = new TestApp().Orchestrator("Collect", async context =>
        {
            await context.WaitForExternalEvent<string>("start");
            List<int> values = [];
            while (values.Count < 5)
                values.Add(await context.WaitForExternalEvent<int>("Value"));
            return values;
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        string id = await engine.StartOneAsync("Collect");
        for (int i = 0; i < 5; i++)
            await engine.Client.RaiseEventAsync(id, i % 2 == 0 ? "value" : "VALUE", i, Token);
        await engine.Client.RaiseEventAsync(id, "START", "", Token);
        OrchestrationMetadata end = await engine.EndOfAsync(id);
        Assert.Equal([0, 1, 2, 3, 4], end.ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Waits_of_one_name_are_served_first_in_first_out()
    {
        TestApp app = new TestApp().Orchestrator("Pair", async context =>
        {
            Task<string> first = context.WaitForExternalEvent<string>("go");
            Task<string> second = context.WaitForExternalEvent<string>("go");
            return $"{await first} {await second}";
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        string id = await engine.StartOneAsync("Pair");
        await engine.Client.WaitForInstanceStartAsync(id, Token);
        await engine.Client.RaiseEventAsync(id, "go", "a", Token);
        await engine.Client.RaiseEventAsync(id, "go", "b", Token);
        Assert.Equal("a b", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_a_time_out_is_cancelled_and_its_event_goes_to_the_next_wait()
    {
        FakeTimeProvider time = new();
        TestApp app = new TestApp().Orchestrator("Patient", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("go", TimeSpan.FromHours(1));
            }
            catch (OperationCanceledException)
            {
                return "late " + await context.WaitForExternalEvent<string>("go", TimeSpan.FromHours(1));
            }
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(app, time, onDisk: true);
        string id = await engine.StartOneAsync("Patient");
        DateTime first = time.GetUtcNow().UtcDateTime.AddHours(1);
        await Until.TrueAsync(() => engine.Engine.Core.Timers.Next == first, "the first wait runs");
        time.Advance(TimeSpan.FromHours(1));
        await Until.TrueAsync(() => engine.Engine.Core.Timers.Next == first.AddHours(1), "the second wait runs");
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "go", "event", Token);
        Assert.Equal("late event", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(0, engine.Count("Timers"));
    }

    [Fact]
    public async Task An_orchestration_sends_events_to_another()
    {
        TestApp app = new TestApp()
            .Orchestrator("Sender", context =>
            {
                context.SendEvent("receiver", "ping", new { Number = 7 });
                context.SendEvent("nobody", "ping", 1);
                return Task.FromResult<object?>(null);
            })
            .Orchestrator("Receiver", async context =>
                (await context.WaitForExternalEvent<Dictionary<string, int>>("ping"))["Number"]);
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        await engine.StartOneAsync("Receiver", instanceId: "receiver");
        await engine.RunAsync("Sender");
        Assert.Equal(7, (await engine.EndOfAsync("receiver")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_survive_a_restart_before_anybody_waits()
    {
        TestApp app = new TestApp().Orchestrator("Two", async context =>
            $"{await context.WaitForExternalEvent<string>("a")}{await context.WaitForExternalEvent<string>("b")}");
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Two");
        await engine.Client.RaiseEventAsync(id, "b", "2", Token);
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "a", "1", Token);
        Assert.Equal("12", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(0, engine.Count("Inbox"));
    }

    [Fact]
    public async Task An_event_for_nobody_or_for_a_finished_instance_is_refused()
    {
        TestApp app = new TestApp().Orchestrator("Done", context => Task.FromResult<object?>(null));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        OrchestrationMetadata end = await engine.RunAsync("Done");
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RaiseEventAsync("nobody", "x", 1, Token));
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => engine.Client.RaiseEventAsync(end.InstanceId, "x", 1, Token));
        Assert.Contains("is Completed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_of_another_type_fails_with_the_events_name()
    {
        TestApp app = new TestApp().Orchestrator("Number", async context => await context.WaitForExternalEvent<int>("count"));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        string id = await engine.StartOneAsync("Number");
        await engine.Client.RaiseEventAsync(id, "count", "many", Token);
        Assert.Contains(
            "The payload of event 'count' is not a Int32",
            (await engine.EndOfAsync(id)).FailureDetails!.ErrorMessage,
            StringComparison.Ordinal);
    }
}

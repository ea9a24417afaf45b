using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestApp App()
    {
        int runs = 0;
        return new TestApp()
            .Orchestrator("Count", context => Task.FromResult<object?>($"{context.GetInput<string>()} {Interlocked.Increment(ref runs)}"))
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"));
    }

    [Fact]
    public async Task A_finished_instance_runs_again_with_its_input()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        Assert.Equal("x 1", (await engine.RunAsync("Count", "x", "one")).ReadOutputAs<string>());
        Assert.Equal("one", await engine.Client.RestartAsync("one", cancellation: Token));
        Assert.Equal("x 2", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
        Assert.Equal(1, engine.Count("Instances"));
    }

    [Fact]
    public async Task Under_a_new_id_the_first_instance_stays()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        await engine.RunAsync("Count", "x", "one");
        string second = await engine.Client.RestartAsync("one", restartWithNewInstanceId: true, Token);
        Assert.Equal("x 2", (await engine.EndOfAsync(second)).ReadOutputAs<string>());
        Assert.Equal("x 1", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_runs_or_is_not_there_is_not_restarted()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        await engine.StartOneAsync("Wait", null, "busy");
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RestartAsync("busy", cancellation: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RestartAsync("nobody", cancellation: Token));
    }
}

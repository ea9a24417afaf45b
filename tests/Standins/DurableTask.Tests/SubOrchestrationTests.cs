using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task Children_return_their_results_and_know_their_parent()
    {
        TestApp app = new TestApp()
            .Orchestrator("Child", context => Task.FromResult<object?>(
                $"{context.GetInput<int>()} of {context.Parent!.Name} {context.Parent.InstanceId}"))
            .Orchestrator("Parent", async context => await Task.WhenAll(
                Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>("Child", i))));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        OrchestrationMetadata end = await engine.RunAsync("Parent", instanceId: "p1");
        Assert.Equal(["0 of Parent p1", "1 of Parent p1", "2 of Parent p1"], end.ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task A_childs_failure_reaches_its_parent_through_every_level()
    {
        TestApp app = new TestApp()
            .Orchestrator("Low", _ => throw new FormatException("deep down"))
            .Orchestrator("Middle", async context => await context.CallSubOrchestratorAsync<string>("Low"))
            .Orchestrator("Top", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Middle");
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName}: {failed.FailureDetails.InnerFailure!.ErrorMessage}";
                }
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal("Middle: deep down", await engine.OutputAsync<string>("Top"));
    }

    [Fact]
    public async Task A_child_with_an_id_is_retried_under_the_same_id()
    {
        int runs = 0;
        SubOrchestrationOptions options = new(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)), "child-7");
        TestApp app = new TestApp()
            .Orchestrator("Child", context =>
                ++runs < 3 ? throw new TimeoutException("again") : Task.FromResult<object?>(context.InstanceId))
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", null, options));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        Assert.Equal("child-7", await engine.OutputAsync<string>("Parent"));
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task A_child_cannot_take_the_id_of_an_unfinished_instance()
    {
        TestApp app = new TestApp()
            .Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("never"))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Waits", null, new SubOrchestrationOptions(instanceId: "taken")));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        await engine.StartOneAsync("Waits", instanceId: "taken");
        OrchestrationMetadata end = await engine.RunAsync("Parent");
        Assert.Contains("the id 'taken' exists", end.FailureDetails!.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_child_fails_its_call()
    {
        TestApp app = new TestApp()
            .Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("never"))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Waits", null, new SubOrchestrationOptions(instanceId: "child")));
        await using EngineFixture engine = await EngineFixture.StartAsync(app);
        string id = await engine.StartOneAsync("Parent");
        await Until.TrueAsync(() => engine.Count("Instances") == 2, "the child exists");
        await engine.Client.TerminateInstanceAsync("child", TestContext.Current.CancellationToken);
        Assert.Contains(
            "was terminated", (await engine.EndOfAsync(id)).FailureDetails!.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }
}

using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class VersioningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestApp App() => new TestApp()
        .Activity<int>("Echo", value => value)
        .Orchestrator("Tell", context => Task.FromResult<object?>(context.Version))
        .Orchestrator("Wait", async context =>
        {
            await context.CallActivityAsync<int>("Echo", 1);
            return $"{context.Version} {await context.WaitForExternalEvent<string>("go")}";
        })
        .Orchestrator("Parent", async context =>
            $"{context.Version} {await context.CallSubOrchestratorAsync<string>("Tell")} "
            + await context.CallSubOrchestratorAsync<string>("Tell", null, new SubOrchestrationOptions { Version = "0.5" }))
        .Orchestrator("Grow", context =>
        {
            if (context.Version == "1.0")
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "1.1" });
            return Task.FromResult<object?>(context.Version);
        });

    private static DurableEngineOptions Host(
        string? version, VersionMatchStrategy match = VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy failure = VersionFailureStrategy.Reject) =>
        new() { Versioning = new VersioningOptions { DefaultVersion = version, MatchStrategy = match, FailureStrategy = failure } };

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("2.0", "2.0", 0)]
    [InlineData("b", "A", 1)]
    [InlineData("v2", "V2", 0)]
    public void Versions_compare_by_numbers_and_else_as_text(string one, string other, int expected) =>
        Assert.Equal(expected, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(one, other)));

    [Theory]
    [InlineData(null, "CurrentOrOlder", "9.0", true)]
    [InlineData("1.1", "CurrentOrOlder", "1.0", true)]
    [InlineData("1.1", "CurrentOrOlder", null, true)]
    [InlineData("1.1", "CurrentOrOlder", "1.2", false)]
    [InlineData("1.1", "Strict", "1.0", false)]
    [InlineData("1.1", "Strict", "1.1", true)]
    [InlineData("1.1", "None", "1.2", true)]
    public void The_strategy_says_which_versions_a_host_takes(string? own, string strategy, string? version, bool takes) =>
        Assert.Equal(takes, Host(own, Enum.Parse<VersionMatchStrategy>(strategy)).Versioning.Takes(version));

    [Fact]
    public async Task Starts_and_children_without_a_version_get_the_hosts_and_keep_it()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), options: Host("1.0"));
        Assert.Equal("1.0 1.0 0.5", (await engine.RunAsync("Parent", null, "p")).ReadOutputAs<string>());
        Assert.Equal("1.0", engine.History("p").OfType<ExecutionStarted>().Single().Version);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Tell", new StartOrchestrationOptions("own") { Version = "0.1" }, Token);
        Assert.Equal("0.1", (await engine.EndOfAsync("own")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_can_move_to_a_new_version()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), options: Host("1.1"));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Grow", new StartOrchestrationOptions("g") { Version = "1.0" }, Token);
        Assert.Equal("1.1", (await engine.EndOfAsync("g")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_newer_instance_waits_for_a_newer_host_and_loses_nothing()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true, options: Host("2.0"));
        await engine.StartOneAsync("Wait", null, "new");
        await Until.TrueAsync(() => engine.History("new").Count == 7, "the activity's result is in the history");
        await engine.RestartAsync(Host("1.0"));
        await engine.Client.RaiseEventAsync("new", "go", "kept", Token);
        Assert.Equal("1.0", (await engine.RunAsync("Tell")).ReadOutputAs<string>());
        Assert.Equal(7, engine.History("new").Count);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.Client.GetInstanceAsync("new", Token))!.RuntimeStatus);
        await engine.RestartAsync(Host("2.1"));
        Assert.Equal("2.0 kept", (await engine.EndOfAsync("new")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_rejected_instance_can_be_terminated()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true, options: Host("2.0"));
        await engine.StartOneAsync("Wait", null, "new");
        await engine.Client.WaitForInstanceStartAsync("new", Token);
        await engine.RestartAsync(Host("1.0"));
        await engine.Client.TerminateInstanceAsync("new", Token);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndOfAsync("new")).RuntimeStatus);
    }

    [Fact]
    public async Task With_Fail_another_version_fails_and_names_both()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(
            App(), options: Host("1.0", VersionMatchStrategy.Strict, VersionFailureStrategy.Fail));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Tell", new StartOrchestrationOptions("x") { Version = "0.9" }, Token);
        OrchestrationMetadata end = await engine.EndOfAsync("x");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("VersionMismatch", end.FailureDetails!.ErrorType);
        Assert.Contains("'0.9'", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'1.0'", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_branches_on_the_version_serves_old_and_new_instances()
    {
        static TestApp Changed() => App()
            .Activity<int>("New", value => value + 100)
            .Orchestrator("Wait", async context =>
            {
                string first = context.CompareVersionTo("2.0") >= 0 ? "New" : "Echo";
                int value = await context.CallActivityAsync<int>(first, 1);
                return $"{value} {await context.WaitForExternalEvent<string>("go")}";
            });
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true, options: Host("1.0"));
        await engine.StartOneAsync("Wait", null, "old");
        await Until.TrueAsync(() => engine.History("old").Count == 7, "the activity's result is in the history");
        engine.App = Changed();
        await engine.RestartAsync(Host("2.0"));
        await engine.StartOneAsync("Wait", null, "new");
        await engine.Client.RaiseEventAsync("old", "go", "o", Token);
        await engine.Client.RaiseEventAsync("new", "go", "n", Token);
        Assert.Equal("1 o", (await engine.EndOfAsync("old")).ReadOutputAs<string>());
        Assert.Equal("101 n", (await engine.EndOfAsync("new")).ReadOutputAs<string>());
    }
}

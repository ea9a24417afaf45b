using System.Net;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Standins.Functions.Worker.Tests.Durable;

public sealed class DurableTests
{
    private static readonly TestHost.Options WithJournal = new() { Configure = b => Journal.Register(b.Services) };

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Http_function_starts_an_orchestration_and_reads_its_result()
    {
        await using TestHost host = await TestHost.StartAsync<DurableFunctions>(WithJournal);
        HttpResponseMessage answer = await host.PostAsync("api/sum/one", "[1,2,3]");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        OrchestrationMetadata done = await Completed(host, "one");
        Assert.Equal(12, done.ReadOutputAs<int>());
        Assert.Equal(
            ["one one 1", "one one 2", "one one 3", "one summed"],
            host.Services.GetRequiredService<Journal>().Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Orchestrations_get_the_default_version_of_host_json_and_others_are_kept_off()
    {
        await using TestHost host = await TestHost.StartAsync<DurableFunctions>(new TestHost.Options
        {
            HostJson = """
                {"version":"2.0","extensions":{"durableTask":{"defaultVersion":"1.2","versionMatchStrategy":"Strict","versionFailureStrategy":"Fail"}}}
                """,
            Configure = WithJournal.Configure,
        });
        await Start(host, "Edition", null, "own");
        Assert.Equal("1.2", (await Completed(host, "own")).ReadOutputAs<string>());
        await Client(host).ScheduleNewOrchestrationInstanceAsync(
            "Edition", new StartOrchestrationOptions("newer") { Version = "1.3" }, Limit);
        OrchestrationMetadata newer = await Client(host).WaitForInstanceCompletionAsync("newer", Limit);
        Assert.Equal("VersionMismatch", newer.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Activity_takes_a_client_too()
    {
        await using TestHost host = await TestHost.StartAsync<DurableFunctions>(WithJournal);
        await Start(host, "Relay", "another", "relay");
        Assert.Equal("another", (await Completed(host, "relay")).ReadOutputAs<string>());
        Assert.Equal(2, (await Completed(host, "another")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Activity_failure_reaches_the_orchestrator_with_type_and_message()
    {
        await using TestHost host = await TestHost.StartAsync<DurableFunctions>(WithJournal);
        await Start(host, "Careful", null, "careful");
        Assert.Equal("System.IO.InvalidDataException: no Shout", (await Completed(host, "careful")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("Typo", "The input of 'Twice' is no System.Int32")]
    [InlineData("Lost", "Nowhere")]
    public async Task Wrong_call_fails_the_orchestration_with_a_clear_message(string orchestrator, string message)
    {
        await using TestHost host = await TestHost.StartAsync<DurableFunctions>(WithJournal);
        await Start(host, orchestrator, null, "x");
        OrchestrationMetadata done = await Client(host).WaitForInstanceCompletionAsync("x", getInputsAndOutputs: true, Limit);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains(message, done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrators_and_activities()
    {
        await using TestHost host = await TestHost.StartAsync<DurableFunctions>(WithJournal with
        {
            Configure = b =>
            {
                Journal.Register(b.Services);
                b.UseMiddleware<NotesNames>();
            },
        });
        await Start(host, "Sum", new SumInput([5]), "m");
        await Completed(host, "m");
        Assert.Equal(["Sum", "Twice"], host.Services.GetRequiredService<Journal>().Lines
            .Where(l => l.StartsWith("enter ", StringComparison.Ordinal)).Select(l => l["enter ".Length..]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Orchestration_survives_a_restart_of_the_host()
    {
        using var folder = new TemporaryFolder();
        TestHost.Options kept = WithJournal with { Settings = [$"Autobatch:Local:DataDirectory={folder.Path}"] };
        await using (TestHost first = await TestHost.StartAsync([typeof(WaitingFunctions)], kept))
        {
            await Start(first, "WaitForGo", null, "w");
            await Client(first).WaitForInstanceStartAsync("w", Limit);
        }

        await using TestHost second = await TestHost.StartAsync([typeof(WaitingFunctions)], kept);
        await Client(second).RaiseEventAsync("w", "go", "now", Limit);
        Assert.Equal("now", (await Completed(second, "w")).ReadOutputAs<string>());
    }

    private static DurableTaskClient Client(TestHost host) => host.Services.GetRequiredService<DurableTaskClient>();

    private static Task<string> Start(TestHost host, string name, object? input, string id) =>
        Client(host).ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions { InstanceId = id }, Limit);

    private static async Task<OrchestrationMetadata> Completed(TestHost host, string id)
    {
        OrchestrationMetadata done = await Client(host).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Limit);
        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{done.RuntimeStatus}: {done.FailureDetails?.ErrorMessage}");
        return done;
    }

    private sealed class NotesNames(Journal journal) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            journal.Add("enter " + context.FunctionDefinition.Name);
            await next(context);
        }
    }
}

public static class WaitingFunctions
{
    [Function("WaitForGo")]
    public static Task<string> WaitForGo([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("go");
}

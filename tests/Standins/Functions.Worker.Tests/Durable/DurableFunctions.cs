using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Standins.Functions.Worker.Tests.Durable;

public sealed class DurableFunctions(Journal journal)
{
    [Function("StartSum")]
    public static async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sum/{id}")] HttpRequest req, string id, [DurableClient] DurableTaskClient client)
    {
        int[] numbers = (await req.ReadFromJsonAsync<int[]>())!;
        return new AcceptedResult("sum/" + await client.ScheduleNewOrchestrationInstanceAsync(
            "Sum", new SumInput(numbers), new StartOrchestrationOptions { InstanceId = id }), null);
    }

    [Function("Sum")]
    public async Task<int> Sum([OrchestrationTrigger] TaskOrchestrationContext context, SumInput input)
    {
        int[] doubled = await Task.WhenAll(input.Numbers.Select(n => context.CallActivityAsync<int>("Twice", n)));
        journal.Add($"{context.InstanceId} summed");
        return doubled.Sum();
    }

    [Function("Twice")]
    public async Task<int> Twice([ActivityTrigger] int number, string instanceId, FunctionContext context)
    {
        await Task.Yield();
        journal.Add($"{instanceId} {context.BindingContext.BindingData["instanceId"]} {number}");
        return number * 2;
    }

    [Function("Relay")]
    public static Task<string> Relay([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>("StartAnother", context.GetInput<string>());

    [Function("StartAnother")]
    public static Task<string> StartAnother([ActivityTrigger] string id, [DurableClient] DurableTaskClient client) =>
        client.ScheduleNewOrchestrationInstanceAsync("Sum", new SumInput([1]), new StartOrchestrationOptions { InstanceId = id });

    [Function("Shout")]
    public static void Shout([ActivityTrigger] TaskActivityContext context) =>
        throw new InvalidDataException("no " + context.Name.Name);

    [Function("Careful")]
    public static async Task<string> Careful([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync("Shout");
            return "nothing";
        }
        catch (TaskFailedException failed)
        {
            return failed.FailureDetails.ErrorType + ": " + failed.FailureDetails.ErrorMessage;
        }
    }

    [Function("Edition")]
    public static string Edition([OrchestrationTrigger] TaskOrchestrationContext context) => context.Version;

    [Function("Typo")]
    public static Task<int> Typo([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>("Twice", "seven");

    [Function("Lost")]
    public static Task<int> Lost([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>("Nowhere", 1);
}

public sealed record SumInput(int[] Numbers);

/// <summary>What functions noted, for a test to read.</summary>
public sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    public static void Register(IServiceCollection services) => services.AddSingleton<Journal>();

    public void Add(string line)
    {
        lock (_gate) _lines.Add(line);
    }
}

using System.Collections.Concurrent;
using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests.Model;

/// <summary>Runs a program of <see cref="Step"/>s as orchestrator code.</summary>
internal static class Interpreter
{
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)));

    /// <param name="client">The engine's client, for activities that call back.</param>
    public static TestApp App(Func<DurableTaskClient> client)
    {
        ConcurrentDictionary<string, int> failures = new();
        return new TestApp()
            .Activity<int>("Echo", value => value)
            .Activity<string>("Fail", _ => throw new FormatException("by design"))
            .Activity<FlakyInput>("Flaky", input => failures.AddOrUpdate(input.Key, 1, (_, seen) => seen + 1) <= input.Failures
                ? throw new TimeoutException("by design")
                : input.Value)
            .ActivityAsync<NapInput>("Nap", async (input, cancellation) =>
            {
                await client().SuspendInstanceAsync(input.InstanceId, "nap", cancellation);
                await client().RaiseEventAsync(input.InstanceId, input.EventName, input.Value, cancellation);
                await client().ResumeInstanceAsync(input.InstanceId, "awake", cancellation);
                return null;
            })
            .Orchestrator("Run", async context => await RunAsync(context, context.GetInput<StepInput>()!.Step))
            .Orchestrator("TwoGenerations", async context =>
            {
                Generations input = context.GetInput<Generations>()!;
                if (input.First is { } first)
                {
                    context.ContinueAsNew(input with { First = null, Sofar = await RunAsync(context, first) });
                    return null;
                }
                return $"{input.Sofar};{await RunAsync(context, input.Second)}";
            });
    }

    private static async Task<string> RunAsync(TaskOrchestrationContext context, Step step)
    {
        switch (step)
        {
            case Call call:
                return $"c{await context.CallActivityAsync<int>("Echo", call.Value)}";
            case Flaky flaky:
                FlakyInput input = new(context.NewGuid().ToString(), flaky.Value, flaky.Failures);
                return $"f{await context.CallActivityAsync<int>("Flaky", input, Patient)}";
            case Failing:
                return await FailAsync(context);
            case Pause pause:
                await context.CreateTimer(TimeSpan.FromMilliseconds(pause.Milliseconds), CancellationToken.None);
                return "p";
            case Event e:
                string name = context.NewGuid().ToString();
                context.SendEvent(context.InstanceId, name, e.Value);
                return $"e{await context.WaitForExternalEvent<int>(name, TimeSpan.FromMinutes(5))}";
            case Nap nap:
                string woken = context.NewGuid().ToString();
                await context.CallActivityAsync("Nap", new NapInput(context.InstanceId, woken, nap.Value));
                return $"n{await context.WaitForExternalEvent<int>(woken, TimeSpan.FromMinutes(5))}";
            case Child child:
                return $"<{await context.CallSubOrchestratorAsync<string>("Run", new StepInput(child.Inner))}>";
            case Sequence sequence:
                List<string> results = [];
                foreach (Step inner in sequence.Steps)
                    results.Add(await RunAsync(context, inner));
                return $"[{string.Join(' ', results)}]";
            case Parallel parallel:
                return $"({string.Join(' ', await Task.WhenAll(parallel.Steps.Select(inner => RunAsync(context, inner))))})";
            case NewGeneration two:
                Generations generations = new(two.First, two.Second, null);
                return $"<{await context.CallSubOrchestratorAsync<string>("TwoGenerations", generations)}>";
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private static async Task<string> FailAsync(TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync("Fail", "now");
            return "no failure";
        }
        catch (TaskFailedException failed) when (failed.IsCausedByException<FormatException>())
        {
            return "x";
        }
    }

    private sealed record FlakyInput(string Key, int Value, int Failures);

    private sealed record NapInput(string InstanceId, string EventName, int Value);

    private sealed record Generations(Step? First, Step Second, string? Sofar);
}

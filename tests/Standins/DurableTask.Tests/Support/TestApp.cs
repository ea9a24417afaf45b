using System.Collections.Concurrent;
using Autobatch.Standins.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Autobatch.Standins.DurableTask.Tests.Support;

/// <summary>An app of lambdas: orchestrators and activities by name.</summary>
internal sealed class TestApp : IDurableTaskDispatcher
{
    private readonly ConcurrentDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, Func<TaskActivityContext, string?, CancellationToken, Task<object?>>> _activities =
        new(StringComparer.OrdinalIgnoreCase);

    public TestApp Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code)
    {
        _orchestrators[name] = code;
        return this;
    }

    public TestApp Activity<TInput>(string name, Func<TInput, object?> code) =>
        ActivityAsync<TInput>(name, (input, _) => Task.FromResult(code(input)));

    public TestApp ActivityAsync<TInput>(string name, Func<TInput, CancellationToken, Task<object?>> code)
    {
        _activities[name] = (_, input, cancellation) => code(JsonDataConverter.Default.Deserialize<TInput>(input)!, cancellation);
        return this;
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public async Task<string?> RunOrchestratorAsync(TaskOrchestrationContext context, string? serializedInput) =>
        JsonDataConverter.Default.Serialize(await _orchestrators[context.Name](context));

    public async Task<string?> RunActivityAsync(
        TaskActivityContext context, string? serializedInput, CancellationToken cancellation) =>
        JsonDataConverter.Default.Serialize(await _activities[context.Name](context, serializedInput, cancellation));
}

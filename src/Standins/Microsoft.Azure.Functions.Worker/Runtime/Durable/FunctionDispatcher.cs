using Autobatch.Standins.Runtime.Durable;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.DurableTask;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>Runs the engine's orchestrators and activities as functions, with the app's middleware around both.</summary>
internal sealed class FunctionDispatcher(DurableNames names, FunctionRunner runner) : IDurableTaskDispatcher
{
    public bool HasOrchestrator(string name) => names.Orchestrator(name) is not null;

    public bool HasActivity(string name) => names.Activity(name) is not null;

    public async Task<string?> RunOrchestratorAsync(TaskOrchestrationContext context, string? serializedInput)
    {
        FunctionModel function = names.Orchestrator(context.Name.Name)
            ?? throw new InvalidOperationException($"The app has no orchestrator function '{context.Name.Name}'.");
        var call = new FunctionCall(new OrchestrationCall(context, serializedInput)) { Data = Data(context.InstanceId) };
        return DurableInput.Converter.Serialize(await runner.RunOrchestratorAsync(function, call));
    }

    public async Task<string?> RunActivityAsync(TaskActivityContext context, string? serializedInput, CancellationToken cancellation)
    {
        FunctionModel function = names.Activity(context.Name.Name)
            ?? throw new InvalidOperationException($"The app has no activity function '{context.Name.Name}'.");
        var call = new FunctionCall(new ActivityCall(context, serializedInput)) { Data = Data(context.InstanceId) };
        return DurableInput.Converter.Serialize(await runner.RunAsync(function, call, cancellation));
    }

    private static BindingValues Data(string instanceId) => new(
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId });
}

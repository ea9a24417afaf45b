using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.DurableTask;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>Orchestrator functions: a <c>TaskOrchestrationContext</c> and at most one further parameter, the input.</summary>
internal sealed class OrchestrationTriggerKind : ITriggerKind
{
    public Type AttributeType => typeof(OrchestrationTriggerAttribute);

    public string TriggerTypes => "TaskOrchestrationContext";

    public (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute)
    {
        string name = ((OrchestrationTriggerAttribute)attribute).Orchestration ?? function.Name;
        if (string.IsNullOrWhiteSpace(name)) function.Report("the orchestration's name is empty.");
        if (Inputs(function.Method).Count() > 1)
        {
            function.Report(
                $"an orchestrator takes one input at most, but has {string.Join(", ", Inputs(function.Method).Select(p => $"'{p.Name}'"))}. "
                + "Put them into one record.");
        }

        return (new OrchestrationTriggerModel(name), [
            new BindingModel(parameter.Name!, "orchestrationTrigger", BindingDirection.In, new JsonObject { ["orchestration"] = name }),
        ]);
    }

    public ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TaskOrchestrationContext) ? context => new(((OrchestrationCall)context.Trigger).Context) : null;

    public ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return context => new(DurableInput.Read(((OrchestrationCall)context.Trigger).Input, type, context.Function.Name));
    }

    private static IEnumerable<ParameterInfo> Inputs(MethodInfo method) => method.GetParameters().Where(p =>
        p.GetCustomAttribute<BindingAttribute>() is null
        && p.ParameterType != typeof(FunctionContext) && p.ParameterType != typeof(CancellationToken));
}

using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.DurableTask;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>Activity functions: the marked parameter is the input, or the <c>TaskActivityContext</c>.</summary>
internal sealed class ActivityTriggerKind : ITriggerKind
{
    public Type AttributeType => typeof(ActivityTriggerAttribute);

    public string TriggerTypes => "the activity's input";

    public (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute)
    {
        string name = ((ActivityTriggerAttribute)attribute).Activity ?? function.Name;
        if (string.IsNullOrWhiteSpace(name)) function.Report("the activity's name is empty.");
        return (new ActivityTriggerModel(name), [
            new BindingModel(parameter.Name!, "activityTrigger", BindingDirection.In, new JsonObject { ["activity"] = name }),
        ]);
    }

    public ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(TaskActivityContext)) return context => new(((ActivityCall)context.Trigger).Context);
        if (type == typeof(FunctionContext)) return context => new(context);
        return type == typeof(TaskOrchestrationContext)
            ? null
            : context => new(DurableInput.Read(((ActivityCall)context.Trigger).Input, type, context.Function.Name));
    }

    public ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(TaskActivityContext)) return context => new(((ActivityCall)context.Trigger).Context);
        return parameter.ParameterType == typeof(string) && parameter.Name!.Equals("instanceId", StringComparison.OrdinalIgnoreCase)
            ? context => new(((ActivityCall)context.Trigger).Context.InstanceId)
            : null;
    }
}

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>Functions that the clock starts.</summary>
internal sealed class TimerTriggerKind : ITriggerKind
{
    public Type AttributeType => typeof(TimerTriggerAttribute);

    public string TriggerTypes => "TimerInfo, or string for its JSON";

    public bool Retries => true;

    public (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute)
    {
        var trigger = (TimerTriggerAttribute)attribute;
        if (function.Resolve("the schedule", trigger.Schedule ?? "") is not { } text) return null;
        if (TimerSchedule.Parse(text) is not { } schedule)
        {
            function.Report($"the schedule '{text}' is neither NCrontab ({{second}} {{minute}} {{hour}} {{day}} {{month}} {{day of week}}) nor a time span.");
            return null;
        }

        var json = new JsonObject { ["schedule"] = text, ["runOnStartup"] = trigger.RunOnStartup, ["useMonitor"] = trigger.UseMonitor };
        return (new TimerTriggerModel(schedule, trigger.RunOnStartup, trigger.UseMonitor),
            [new BindingModel(parameter.Name!, "timerTrigger", BindingDirection.In, json)]);
    }

    public ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(TimerInfo)) return context => new(context.Trigger);
        return parameter.ParameterType == typeof(string)
            ? context => new(JsonSerializer.Serialize((TimerInfo)context.Trigger))
            : null;
    }

    public ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter) => null;
}

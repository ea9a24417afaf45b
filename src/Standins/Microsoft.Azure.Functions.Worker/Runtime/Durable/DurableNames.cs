using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>Orchestrators and activities by the names that callers use, regardless of case.</summary>
internal sealed class DurableNames
{
    private readonly Dictionary<string, FunctionModel> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionModel> _activities = new(StringComparer.OrdinalIgnoreCase);

    public DurableNames(IEnumerable<FunctionModel> functions, List<string> errors)
    {
        foreach (FunctionModel function in functions)
        {
            if (function.Trigger is OrchestrationTriggerModel o) Add(_orchestrators, "orchestration", o.Name, function, errors);
            if (function.Trigger is ActivityTriggerModel a) Add(_activities, "activity", a.Name, function, errors);
        }
    }

    public bool Any => _orchestrators.Count + _activities.Count > 0;

    public FunctionModel? Orchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public FunctionModel? Activity(string name) => _activities.GetValueOrDefault(name);

    private static void Add(
        Dictionary<string, FunctionModel> names, string what, string name, FunctionModel function, List<string> errors)
    {
        if (names.TryAdd(name, function)) return;
        errors.Add($"Function '{function.Name}': the {what} '{name}' is already function '{names[name].Name}'. Names are unique regardless of case.");
    }
}

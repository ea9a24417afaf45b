using System.Collections.Frozen;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>The app's functions by name, regardless of case.</summary>
internal sealed class FunctionTable(IEnumerable<FunctionModel> functions)
{
    private readonly FrozenDictionary<string, FunctionModel> _byName =
        functions.ToFrozenDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<FunctionModel> All => _byName.Values.OrderBy(f => f.Name, StringComparer.Ordinal);

    public FunctionModel? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The functions of one trigger kind that are not disabled.</summary>
    public IEnumerable<(FunctionModel Function, T Trigger)> Of<T>()
        where T : TriggerModel =>
        from f in All where !f.Disabled && f.Trigger is T select (f, (T)f.Trigger);
}

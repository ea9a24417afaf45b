namespace Autobatch.Emulator.Protocol;

/// <summary>$select and $expand. Of a selection only the properties named come back; a nested name brings its whole top-level property.</summary>
internal sealed class Selection
{
    private const string Expandable = "stats";
    private readonly HashSet<string>? _names;
    private readonly bool _expanded;

    private Selection(HashSet<string>? names, bool expanded) => (_names, _expanded) = (names, expanded);

    /// <exception cref="BatchException">Something other than stats is to be expanded.</exception>
    public static Selection Of(Call call)
    {
        var names = Names(call, "$select").Select(name => name.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        return new(names.Count == 0 || names.Contains("*") ? null : names, Expands(call));
    }

    /// <summary>Whether $expand asks for statistics.</summary>
    /// <exception cref="BatchException">Something else is to be expanded.</exception>
    public static bool Expands(Call call)
    {
        var names = Names(call, "$expand");
        return names.FirstOrDefault(name => name != Expandable) is { } unknown
            ? throw Errors.InvalidQueryParameterValue.Query("$expand", unknown, "Only stats can be expanded.")
            : names.Length > 0;
    }

    public bool Has(string name) => (name != Expandable || _expanded) && _names?.Contains(name) != false;

    private static string[] Names(Call call, string parameter) =>
        call.Target[parameter]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

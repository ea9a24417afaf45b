namespace Autobatch.Emulator.Protocol;

/// <summary>A $select list: only these properties come back. A nested name brings its whole top-level property.</summary>
internal sealed class Selection
{
    private readonly HashSet<string> _names;

    private Selection(IEnumerable<string> names) => _names = names.ToHashSet(StringComparer.Ordinal);

    /// <summary>Null when nothing is selected away.</summary>
    public static Selection? Of(Call call)
    {
        if (call.Target["$select"] is not { Length: > 0 } text)
        {
            return null;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split('/')[0]).ToList();
        return names.Count == 0 || names.Contains("*") ? null : new(names);
    }

    public bool Has(string name) => _names.Contains(name);
}

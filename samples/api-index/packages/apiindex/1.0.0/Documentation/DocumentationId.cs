namespace ApiIndex.Documentation;

/// <summary>Takes documentation ids apart: <c>M:Namespace.Type`1.Name``1(Parameters)~Result</c>.</summary>
internal static class DocumentationId
{
    /// <summary>The dotted name between the kind and the parameters.</summary>
    public static string FullName(string id)
    {
        int end = id.IndexOfAny(['(', '~']);
        return end < 0 ? id[2..] : id[2..end];
    }

    /// <summary>The parameters' type ids; empty when there are none.</summary>
    public static IReadOnlyList<string> Parameters(string id)
    {
        int start = id.IndexOf('(');
        int end = id.LastIndexOf(')');
        return start < 0 || end < start ? [] : SplitTopLevel(id[(start + 1)..end]);
    }

    /// <summary>The result's type id of a conversion operator.</summary>
    public static string? Result(string id)
    {
        int start = id.LastIndexOf('~');
        return start < 0 ? null : id[(start + 1)..];
    }

    /// <summary>The last name alone, as prose refers to a member: <c>Trim</c>, <c>List&lt;T&gt;</c>.</summary>
    public static string ShortName(string id)
    {
        if (id.Length < 3 || id[1] != ':')
        {
            return id;
        }

        string full = FullName(id);
        string name = full[(full.LastIndexOf('.') + 1)..];
        if (name == "#ctor")
        {
            string type = full[..full.LastIndexOf('.')];
            name = type[(type.LastIndexOf('.') + 1)..];
        }

        int arity = name.IndexOf('`');
        return arity < 0 ? name : name[..arity] + GenericPlaceholder(name[(arity + 1)..].TrimStart('`'));
    }

    /// <summary>Cuts a list at its commas, not at those inside brackets.</summary>
    public static IReadOnlyList<string> SplitTopLevel(string list)
    {
        List<string> parts = [];
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] switch { '{' or '[' or '(' => 1, '}' or ']' or ')' => -1, _ => 0 };
            if (list[i] == ',' && depth == 0)
            {
                parts.Add(list[start..i]);
                start = i + 1;
            }
        }

        if (start < list.Length)
        {
            parts.Add(list[start..]);
        }

        return parts;
    }

    private static string GenericPlaceholder(string arity) =>
        int.TryParse(arity, out int count) && count is > 1 and < 32 ? $"<{string.Join(", ", Enumerable.Range(1, count).Select(i => $"T{i}"))}>" : "<T>";
}

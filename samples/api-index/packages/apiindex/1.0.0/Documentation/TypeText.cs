namespace ApiIndex.Documentation;

/// <summary>Writes type ids as C# does: <c>System.Nullable{System.Int32}</c> is <c>int?</c>.</summary>
internal sealed class TypeText(IReadOnlyList<string> typeParameters, IReadOnlyList<string> methodParameters)
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool", ["System.Byte"] = "byte", ["System.Char"] = "char", ["System.Decimal"] = "decimal", ["System.Double"] = "double",
        ["System.Int16"] = "short", ["System.Int32"] = "int", ["System.Int64"] = "long", ["System.IntPtr"] = "nint", ["System.Object"] = "object",
        ["System.SByte"] = "sbyte", ["System.Single"] = "float", ["System.String"] = "string", ["System.UInt16"] = "ushort", ["System.UInt32"] = "uint",
        ["System.UInt64"] = "ulong", ["System.UIntPtr"] = "nuint", ["System.Void"] = "void",
    };

    public string Of(string id)
    {
        if (id.EndsWith('@'))
        {
            return "ref " + Of(id[..^1]);
        }

        if (id.EndsWith('*'))
        {
            return Of(id[..^1]) + "*";
        }

        if (id.EndsWith(']') && id.LastIndexOf('[') is > 0 and int bracket)
        {
            return $"{Of(id[..bracket])}[{new string(',', id[bracket..].Count(letter => letter == ','))}]";
        }

        if (id.StartsWith("``", StringComparison.Ordinal) && int.TryParse(id[2..], out int method))
        {
            return method < methodParameters.Count ? methodParameters[method] : "T";
        }

        if (id.StartsWith('`') && int.TryParse(id[1..], out int type))
        {
            return type < typeParameters.Count ? typeParameters[type] : "T";
        }

        return Keywords.TryGetValue(id, out string? keyword) ? keyword : Named(id);
    }

    /// <summary>A type by its names; a type within a generic one has arguments in the middle: <c>Dictionary{A,B}.Enumerator</c>.</summary>
    private string Named(string id)
    {
        int brace = id.IndexOf('{');
        if (brace < 0)
        {
            return id[(id.LastIndexOf('.') + 1)..];
        }

        int close = MatchingBrace(id, brace);
        string name = id[..brace];
        string[] arguments = [.. DocumentationId.SplitTopLevel(id[(brace + 1)..close]).Select(Of)];
        string inner = close + 2 < id.Length ? "." + Named(id[(close + 2)..]) : string.Empty;
        return name == "System.Nullable" && arguments.Length == 1
            ? arguments[0] + "?"
            : $"{name[(name.LastIndexOf('.') + 1)..]}<{string.Join(", ", arguments)}>{inner}";
    }

    private static int MatchingBrace(string id, int open)
    {
        int depth = 0;
        for (int i = open; i < id.Length; i++)
        {
            depth += id[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        throw new FormatException($"The type id {id} has an open brace");
    }
}

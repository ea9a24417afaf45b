using ApiIndex.Members;

namespace ApiIndex.Documentation;

/// <summary>Knows a file's types, and so can tell namespaces from types and name generic parameters.</summary>
internal sealed class TypeNames
{
    private readonly Dictionary<string, IReadOnlyList<string>> _typeParameters = new(StringComparer.Ordinal);

    public TypeNames(IEnumerable<RawMember> members)
    {
        foreach (RawMember member in members.Where(member => member.Id[0] == 'T'))
        {
            _typeParameters[DocumentationId.FullName(member.Id)] = member.TypeParameters;
        }
    }

    public Member Describe(RawMember member)
    {
        string full = DocumentationId.FullName(member.Id);
        if (member.Id[0] == 'N')
        {
            return new Member(member.Id, full, full, member.Summary);
        }

        string type = member.Id[0] == 'T' ? full : BeforeLastDot(full);
        string space = NamespaceOf(type);
        string typeName = TypeName(type, space);
        string signature = member.Id[0] == 'T' ? typeName : typeName + "." + MemberName(member, full, type);
        return new Member(member.Id, space, signature, member.Summary);
    }

    private string MemberName(RawMember member, string full, string type)
    {
        string name = full[(type.Length > 0 ? type.Length + 1 : 0)..];
        int arity = name.IndexOf("``", StringComparison.Ordinal);
        string generics = arity < 0 ? string.Empty : $"<{string.Join(", ", member.TypeParameters)}>";
        name = arity < 0 ? name : name[..arity];
        TypeText text = new(TypeParametersOf(type), member.TypeParameters);
        IReadOnlyList<string> ids = DocumentationId.Parameters(member.Id);
        IEnumerable<string> parameters = ids.Select((id, i) => member.Parameters.Count == ids.Count ? $"{text.Of(id)} {member.Parameters[i]}" : text.Of(id));
        string list = string.Join(", ", parameters);
        return member.Id[0] switch
        {
            'M' when name == "#ctor" => $"{SimpleName(type)}({list})",
            'M' when name is "op_Implicit" or "op_Explicit" => $"{name[3..].ToLowerInvariant()} operator {text.Of(DocumentationId.Result(member.Id) ?? "?")}({list})",
            'M' => $"{OperatorNames.Readable(name)}{generics}({list})",
            'P' when ids.Count > 0 => $"this[{list}]",
            _ => OperatorNames.Readable(name),
        };
    }

    private string NamespaceOf(string type)
    {
        string outermost = type;
        for (string outer = BeforeLastDot(type); outer.Length > 0; outer = BeforeLastDot(outer))
        {
            if (_typeParameters.ContainsKey(outer))
            {
                outermost = outer;
            }
        }

        return BeforeLastDot(outermost);
    }

    private string TypeName(string type, string space)
    {
        string[] segments = type[(space.Length > 0 ? space.Length + 1 : 0)..].Split('.');
        List<string> names = TypeParametersOf(type);
        int used = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            int tick = segments[i].IndexOf('`');
            if (tick >= 0 && int.TryParse(segments[i][(tick + 1)..], out int count))
            {
                int first = used;
                used += count;
                segments[i] = $"{segments[i][..tick]}<{string.Join(", ", names.Skip(first).Take(count))}>";
            }
        }

        return string.Join('.', segments);
    }

    /// <summary>Those of the type and of the types around it, outermost first, as the numbers after a backtick count.</summary>
    private List<string> TypeParametersOf(string type)
    {
        List<string> names = [];
        for (int tick = type.IndexOf('`'); tick >= 0; tick = type.IndexOf('`', tick + 1))
        {
            int end = type.IndexOf('.', tick);
            string prefix = end < 0 ? type : type[..end];
            if (!int.TryParse(prefix[(tick + 1)..], out int arity))
            {
                continue;
            }

            // Some files document the outer type's parameters with the inner type again, and some document none.
            IReadOnlyList<string> own = _typeParameters.GetValueOrDefault(prefix) ?? [];
            names.AddRange(own.Count == arity ? own : own.Count == names.Count + arity ? own.Skip(names.Count).ToList() : Enumerable.Repeat("T", arity));
        }

        return names;
    }

    private static string SimpleName(string type)
    {
        string name = type[(type.LastIndexOf('.') + 1)..];
        int tick = name.IndexOf('`');
        return tick < 0 ? name : name[..tick];
    }

    private static string BeforeLastDot(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? string.Empty : name[..dot];
    }
}

using ApiIndex.Members;

namespace ApiIndex.Merging;

/// <summary>Every assembly's members together, in an order that depends on the content alone.</summary>
internal sealed record ApiCatalog(IReadOnlyList<AssemblyMembers> Assemblies)
{
    public int MemberCount => Assemblies.Sum(assembly => assembly.Members.Count);

    public int DocumentedCount => Assemblies.Sum(assembly => assembly.Members.Count(member => member.IsDocumented));

    public IEnumerable<Member> Members => Assemblies.SelectMany(assembly => assembly.Members);

    public static ApiCatalog Merge(IEnumerable<AssemblyMembers> assemblies) =>
        new([.. assemblies
            .GroupBy(assembly => assembly.Name, StringComparer.Ordinal)
            .Select(group => new AssemblyMembers(group.Key, [.. group.SelectMany(part => part.Members).DistinctBy(member => member.Id)]))
            .OrderBy(assembly => assembly.Name, StringComparer.Ordinal)]);
}

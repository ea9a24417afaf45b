namespace ApiIndex.Members;

/// <summary>What one documentation file holds, in ordinal order of ids.</summary>
internal sealed record AssemblyMembers(string Name, IReadOnlyList<Member> Members);

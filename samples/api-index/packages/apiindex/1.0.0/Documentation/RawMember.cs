namespace ApiIndex.Documentation;

/// <summary>A <c>member</c> element as it stands in the file.</summary>
internal sealed record RawMember(string Id, string Summary, IReadOnlyList<string> Parameters, IReadOnlyList<string> TypeParameters);

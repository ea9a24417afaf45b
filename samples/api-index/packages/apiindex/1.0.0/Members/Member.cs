namespace ApiIndex.Members;

/// <summary>One documented or undocumented member of an assembly.</summary>
/// <param name="Id">The documentation id, for example <c>M:System.String.Trim(System.Char)</c>.</param>
/// <param name="Namespace">The namespace of its type.</param>
/// <param name="Signature">As a person writes it: <c>String.Trim(char trimChar)</c>.</param>
/// <param name="Summary">Plain text on one line; empty when there is none.</param>
internal sealed record Member(string Id, string Namespace, string Signature, string Summary)
{
    public char Kind => Id[0];

    public bool IsDocumented => Summary.Length > 0;
}

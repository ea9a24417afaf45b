using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Autobatch.Manifests;

/// <summary>One fault of a manifest.</summary>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value, or of the object that lacks something; empty for the whole document.</param>
/// <param name="Line">1-based; 0 when the fault has no place in the text.</param>
/// <param name="Column">1-based, in UTF-16 code units as editors count; 0 when the fault has no place in the text.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="Suggestion">The nearest legal name, when one is near.</param>
[SuppressMessage("Naming", "CA1720", Justification = "A JSON pointer is called a pointer.")]
public sealed record ManifestError(
    string Code,
    string Pointer,
    int Line,
    int Column,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Suggestion = null)
{
    /// <summary>The error on one line, as a compiler would print it.</summary>
    public override string ToString() => Line > 0 ? $"({Line},{Column}) {Pointer}: {Message}" : Pointer.Length > 0 ? $"{Pointer}: {Message}" : Message;
}

using System.Diagnostics.CodeAnalysis;

namespace Autobatch.Manifests;

/// <summary>Either a manifest, or the errors that keep the text from being one.</summary>
/// <param name="Manifest">The manifest; null when there are errors.</param>
/// <param name="Errors">In the order of the text; empty when there is a manifest.</param>
public sealed record ManifestReadResult(JobManifest? Manifest, IReadOnlyList<ManifestError> Errors)
{
    /// <summary>Whether the text is a manifest.</summary>
    [MemberNotNullWhen(true, nameof(Manifest))]
    public bool IsValid => Manifest is not null;
}

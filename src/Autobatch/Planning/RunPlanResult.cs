using System.Diagnostics.CodeAnalysis;
using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>Either a plan, or the errors that keep the manifest from being carried out.</summary>
public sealed record RunPlanResult(RunPlan? Plan, IReadOnlyList<ManifestError> Errors)
{
    /// <summary>The manifest's id, also of one that cannot be carried out; null when the text is none.</summary>
    public string? ManifestId { get; init; }

    /// <summary>Whether there is a plan.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsValid => Plan is not null;
}

using System.Diagnostics.CodeAnalysis;
using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>Either a plan, or the errors that keep the manifest from being carried out.</summary>
public sealed record RunPlanResult(RunPlan? Plan, IReadOnlyList<ManifestError> Errors)
{
    /// <summary>Whether there is a plan.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsValid => Plan is not null;
}

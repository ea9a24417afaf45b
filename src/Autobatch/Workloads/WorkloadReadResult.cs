using System.Diagnostics.CodeAnalysis;
using Autobatch.Manifests;

namespace Autobatch.Workloads;

/// <summary>Either a workload, or the errors that keep the text from being one.</summary>
/// <param name="Workload">The workload; null when there are errors.</param>
/// <param name="Errors">In the order of the text; empty when there is a workload.</param>
public sealed record WorkloadReadResult(Workload? Workload, IReadOnlyList<ManifestError> Errors)
{
    /// <summary>Whether the text is a workload.</summary>
    [MemberNotNullWhen(true, nameof(Workload))]
    public bool IsValid => Workload is not null;
}

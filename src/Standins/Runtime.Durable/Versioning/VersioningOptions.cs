using Microsoft.DurableTask.Abstractions;

namespace Autobatch.Standins.Runtime.Durable.Versioning;

/// <summary>The version that new orchestrations get, and which ones this host works on.</summary>
internal sealed record VersioningOptions
{
    /// <summary>Stamped on every start and sub-orchestration that names no version; null stamps and checks nothing.</summary>
    public string? DefaultVersion { get; init; }

    public VersionMatchStrategy MatchStrategy { get; init; } = VersionMatchStrategy.CurrentOrOlder;

    public VersionFailureStrategy FailureStrategy { get; init; } = VersionFailureStrategy.Reject;

    /// <summary>Whether this host works on an orchestration of that version.</summary>
    public bool Takes(string? version) =>
        DefaultVersion is null || string.Equals(DefaultVersion, version, StringComparison.Ordinal) || MatchStrategy switch
        {
            VersionMatchStrategy.None => true,
            VersionMatchStrategy.Strict => Compare(version) == 0,
            _ => Compare(version) <= 0,
        };

    private int Compare(string? version) => TaskOrchestrationVersioningUtils.CompareVersions(version ?? "", DefaultVersion!);
}

using Autobatch.Functions.Api.Description;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>A workload as <c>GET /api/workloads/{name}</c> tells it.</summary>
internal sealed record WorkloadView
{
    public required string Name { get; init; }

    [ValuesOf(typeof(WorkloadStatus))]
    public required string Status { get; init; }

    /// <summary>The document's blob, as container/name.</summary>
    public required string Document { get; init; }

    /// <summary>The version in force: 32 hex digits that follow from the blob's version. Missing when there is none.</summary>
    public string? Version { get; init; }

    /// <summary>Files that were written from then on go by it.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    public WorkloadRuleView? Rule { get; init; }

    /// <summary>Share of an account beside other workloads.</summary>
    public required int Weight { get; init; }

    /// <summary>Most tasks that an account may have of it at a time; missing without a bound.</summary>
    public int? MaxActiveTasks { get; init; }

    public required WorkloadWaitingView Waiting { get; init; }

    /// <summary>Files that could not be taken in; at most 1,000 are counted.</summary>
    public required int DeadLetters { get; init; }

    /// <summary>Its last runs, newest first, at most 10. Missing in the list of workloads.</summary>
    public IReadOnlyList<WorkloadRunView>? LastRuns { get; init; }

    /// <summary>Versions of the document that cannot be read; missing when there are none.</summary>
    public IReadOnlyList<BlockedVersionView>? Blocked { get; init; }

    public WorkloadErrorView? LastError { get; init; }
}

using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Runs;
using Autobatch.Packages;
using Autobatch.Results;
using Autobatch.Runs;

namespace Autobatch.Functions.Api;

/// <summary>A run as <c>GET /api/runs/{id}</c> tells it.</summary>
internal sealed record RunView
{
    public required string Id { get; init; }

    /// <summary><c>run</c> or <c>package</c>, for a dropped zip that was rejected.</summary>
    public required string Kind { get; init; }

    [ValuesOf(typeof(RunStatus))]
    public required string Status { get; init; }

    [ValuesOf(typeof(RunStage))]
    public string? Stage { get; init; }

    /// <summary>The phases that the run has been in, in order; the last one has no end while the run goes on. Missing in the list of runs, and for runs that ended before this was noted.</summary>
    public IReadOnlyList<PhaseTimes>? Phases { get; init; }

    public string? WaitingFor { get; init; }

    public string? WaitingDetail { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When the run gives up waiting.</summary>
    public DateTimeOffset? WaitingDeadline { get; init; }

    public string? ManifestId { get; init; }

    /// <summary>The workload whose files started it; missing when a manifest did.</summary>
    public string? Workload { get; init; }

    public string? Account { get; init; }

    /// <summary>How the run came into that account; missing until it has one.</summary>
    public RunPlacementView? Placement { get; init; }

    public string? PoolId { get; init; }

    public string? JobId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When Batch says that the job ended, and when the run saw it.</summary>
    public DateTimeOffset? JobEndedAt { get; init; }

    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>The run that this one runs again, and the last run that ran this one again.</summary>
    public string? RerunOf { get; init; }

    public string? RerunBy { get; init; }

    /// <summary>Every run that ran this one again and is still known, newest first; at most 100. Missing in the list of runs.</summary>
    public IReadOnlyList<string>? Reruns { get; init; }

    /// <summary>What went wrong after the run's end without changing it.</summary>
    public string? Warning { get; init; }

    public RunSource? Source { get; init; }

    public RunCounts? Tasks { get; init; }

    public RunErrorView? Error { get; init; }

    /// <summary>The package versions that the run was given.</summary>
    public IReadOnlyList<PackageReference>? Packages { get; init; }

    /// <summary>What the user should know although nothing failed.</summary>
    public IReadOnlyList<RunWarning>? Warnings { get; init; }

    public required RunLinks Links { get; init; }
}

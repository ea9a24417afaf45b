using Autobatch.Packages;

namespace Autobatch.Results;

/// <summary>What a result says about its run besides tasks and outcome.</summary>
public sealed record RunResultHeader
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The job's id; null when no job was made.</summary>
    public string? JobId { get; init; }

    /// <summary>The manifest's id.</summary>
    public required string ManifestId { get; init; }

    /// <summary>The workload whose files started the run; null when a manifest did.</summary>
    public string? Workload { get; init; }

    /// <summary>The Batch account.</summary>
    public string? Account { get; init; }

    /// <summary>By which policy the account was chosen, or <c>manifest</c>; null when there was no choice.</summary>
    public string? PlacementPolicy { get; init; }

    /// <summary>Why the run ended up in that account.</summary>
    public string? PlacementReason { get; init; }

    /// <summary>Accounts that the run was in before, in order, with the tasks that succeeded there.</summary>
    public IReadOnlyList<(string Account, int Tasks)> MovedFrom { get; init; } = [];

    /// <summary>The account's region; null when it could not be asked.</summary>
    public string? Region { get; init; }

    /// <summary>The pool.</summary>
    public string? PoolId { get; init; }

    /// <summary>The size of the pool's nodes; null when the pool is gone.</summary>
    public string? VmSize { get; init; }

    /// <summary>Tasks that one node of the pool runs at a time; null when the pool is gone.</summary>
    public int? TaskSlotsPerNode { get; init; }

    /// <summary>The manifest's blob as <c>container/name</c>; null when it came by HTTP.</summary>
    public string? ManifestBlob { get; init; }

    /// <summary>SHA-256 of the manifest, as hex.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>The run that this one ran again; null when it is none's rerun.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Packages with their exact versions.</summary>
    public IReadOnlyList<PackageReference> Packages { get; init; } = [];

    /// <summary>What was staged; null for nothing.</summary>
    public StagedTotals? Staging { get; init; }

    /// <summary>What the run's user should know although nothing failed.</summary>
    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];

    /// <summary>When the manifest was written, to the second; null when it came by HTTP or is gone.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>When the run was taken in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its job was made; null when none was.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When Batch says that the job ended; null when it had not.</summary>
    public DateTimeOffset? JobEndedAt { get; init; }

    /// <summary>When the run noticed that its tasks are done; null when it never watched any.</summary>
    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>Seconds from the written manifest to the claimed run.</summary>
    public double? TriggerSeconds => TriggeredAt is { } written ? Math.Max(0, Math.Round((CreatedAt - written).TotalSeconds, 3)) : null;
}

namespace Autobatch.Functions.Workloads;

/// <summary>What the ledger knows of a workload: one row, in the partition <c>workload</c>.</summary>
internal sealed record WorkloadState
{
    /// <summary>Versions that are kept; files that are older than the oldest one are not asked for.</summary>
    public const int MostVersions = 20;

    public required string Name { get; init; }

    /// <summary>The document's blob.</summary>
    public required string Blob { get; init; }

    /// <summary>The version of the blob that was looked at last, good or bad.</summary>
    public required string ETag { get; init; }

    /// <summary>Good versions, oldest first.</summary>
    public IReadOnlyList<WorkloadVersion> Versions { get; init; } = [];

    /// <summary>Share of an account beside other workloads.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Most tasks that an account may have of it at a time.</summary>
    public int? MaxActiveTasks { get; init; }

    public bool Paused { get; init; }

    /// <summary>When it was noticed that the document is gone; null while it is there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Why the version of <see cref="ETag"/> is not in force; null when it is.</summary>
    public WorkloadError? Error { get; init; }

    /// <summary>The row's version when it was read; not part of the row.</summary>
    public Azure.ETag RowVersion { get; init; }

    /// <summary>The version in force; null when the document was never good, or is gone.</summary>
    public WorkloadVersion? Current => DeletedAt is null && Versions.Count > 0 ? Versions[^1] : null;

    /// <summary>The version that was in force when a file was written; null when there was none, or the workload is gone.</summary>
    public WorkloadVersion? VersionAt(DateTimeOffset writtenAt) => DeletedAt is null ? Versions.LastOrDefault(v => v.ValidFrom <= writtenAt) : null;
}

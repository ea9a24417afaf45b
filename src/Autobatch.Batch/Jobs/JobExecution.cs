namespace Autobatch.Batch;

/// <summary>What became of a job: <c>executionInfo</c>.</summary>
public sealed record JobExecution
{
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Set once the job is completed.</summary>
    public DateTimeOffset? EndTime { get; init; }

    public string? PoolId { get; init; }

    /// <summary>Why the job could not be given to a pool.</summary>
    public BatchFailure? SchedulingError { get; init; }

    /// <summary>Such as <c>AllTasksComplete</c>, <c>UserTerminate</c>, <c>MaxWallClockTimeExpiry</c>, or a caller's own words.</summary>
    public string? TerminateReason { get; init; }
}

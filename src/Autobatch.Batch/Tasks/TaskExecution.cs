namespace Autobatch.Batch;

/// <summary>How a task ran, the last time it did: <c>executionInfo</c>.</summary>
public sealed record TaskExecution
{
    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Set when the task failed, and on a failed try that is to be followed by another.</summary>
    public BatchFailure? FailureInfo { get; init; }

    /// <summary><c>success</c> or <c>failure</c>, once completed.</summary>
    public string? Result { get; init; }

    /// <summary>Tries after the first, by <c>maxTaskRetryCount</c>.</summary>
    public int RetryCount { get; init; }

    /// <summary>Runs that ended with their node, which do not count as tries.</summary>
    public int RequeueCount { get; init; }
}

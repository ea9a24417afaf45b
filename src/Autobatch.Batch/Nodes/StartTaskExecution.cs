namespace Autobatch.Batch;

/// <summary>How a node's start task went: <c>startTaskInfo</c>.</summary>
public sealed record StartTaskExecution
{
    /// <summary><c>running</c> or <c>completed</c>.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    public int? ExitCode { get; init; }

    public string? Result { get; init; }

    public BatchFailure? FailureInfo { get; init; }

    public int RetryCount { get; init; }
}

namespace Autobatch.Emulator.Model;

/// <summary>How a task that a node runs for its pool or for a job has gone: start, preparation, release.</summary>
internal abstract record NodeTaskExecution
{
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndTime { get; init; }

    public int? ExitCode { get; init; }

    public Nodes.TaskFailure? Failure { get; init; }

    public int RetryCount { get; init; }

    public DateTimeOffset? LastRetryTime { get; init; }
}

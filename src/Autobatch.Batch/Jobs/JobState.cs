namespace Autobatch.Batch;

/// <summary>What the project looks at of a job. With <c>$select</c>, what was not selected is at its default.</summary>
public sealed record JobState
{
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="JobStates"/>.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StateTransitionTime { get; init; }

    public DateTimeOffset? CreationTime { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public string? ETag { get; init; }

    /// <summary><c>noaction</c> or <c>terminatejob</c>.</summary>
    public string? OnAllTasksComplete { get; init; }

    public IReadOnlyList<NameValue> Metadata { get; init => field = value ?? []; } = [];

    public JobPoolInfo? PoolInfo { get; init; }

    public JobExecution? ExecutionInfo { get; init; }

    /// <summary>The value of one metadata item, or null when there is none of that name.</summary>
    public string? MetadataValue(string name) => Metadata.FirstOrDefault(m => m.Name == name)?.Value;
}

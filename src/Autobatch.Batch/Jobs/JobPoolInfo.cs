namespace Autobatch.Batch;

/// <summary>Where a job's tasks run. An auto pool's id is in <see cref="JobExecution.PoolId"/>, once it exists.</summary>
public sealed record JobPoolInfo
{
    /// <summary>Null for an auto pool.</summary>
    public string? PoolId { get; init; }

    /// <summary>Null unless it is an auto pool.</summary>
    public JobAutoPool? AutoPoolSpecification { get; init; }
}

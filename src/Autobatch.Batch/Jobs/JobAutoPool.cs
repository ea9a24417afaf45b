namespace Autobatch.Batch;

/// <summary>The part of <c>autoPoolSpecification</c> that the project decides on.</summary>
public sealed record JobAutoPool
{
    /// <summary><c>job</c> or <c>jobschedule</c>.</summary>
    public string? PoolLifetimeOption { get; init; }

    /// <summary>Whether the pool stays when its job or schedule ends.</summary>
    public bool? KeepAlive { get; init; }

    /// <summary>What the pool is made of; the same words as an existing pool's, as far as the project looks at them.</summary>
    public PoolState? Pool { get; init; }
}

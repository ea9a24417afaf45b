using Autobatch.Batch;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Where a run's tasks ran, as far as it can be told afterwards.</summary>
/// <param name="Region">The account's region.</param>
/// <param name="PoolId">The pool, also when the job made it.</param>
/// <param name="Pool">The pool's nodes; null when the pool is gone.</param>
internal sealed record RunPlace(string? Region, string? PoolId, PoolState? Pool)
{
    /// <summary>Whether the pool's nodes are low-priority ones.</summary>
    public bool IsLowPriority => Pool is { TargetDedicatedNodes: 0, TargetLowPriorityNodes: > 0 };
}

namespace Autobatch.Batch;

/// <summary>What the project looks at of a pool. With <c>$select</c>, what was not selected is at its default.</summary>
public sealed record PoolState
{
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="PoolStates"/>.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StateTransitionTime { get; init; }

    /// <summary>One of <see cref="AllocationStates"/>.</summary>
    public string AllocationState { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? AllocationStateTransitionTime { get; init; }

    public DateTimeOffset? CreationTime { get; init; }

    public string? ETag { get; init; }

    public string? VmSize { get; init; }

    public int CurrentDedicatedNodes { get; init; }

    public int CurrentLowPriorityNodes { get; init; }

    public int TargetDedicatedNodes { get; init; }

    public int TargetLowPriorityNodes { get; init; }

    /// <summary>How many tasks one node runs at a time; 1 unless said otherwise.</summary>
    public int TaskSlotsPerNode { get; init => field = Math.Max(1, value); } = 1;

    public bool EnableAutoScale { get; init; }

    /// <summary>Why the pool did not get the nodes it wanted, the last time.</summary>
    public IReadOnlyList<ResizeError> ResizeErrors { get; init => field = value ?? []; } = [];

    /// <summary>Packages that every node of the pool has.</summary>
    public IReadOnlyList<ApplicationPackageReference> ApplicationPackageReferences { get; init => field = value ?? []; } = [];

    public IReadOnlyList<NameValue> Metadata { get; init => field = value ?? []; } = [];
}

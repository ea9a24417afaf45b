namespace Autobatch.Runs;

/// <summary>What a run waits for, or what keeps it from going on. Nothing waits without one of these names.</summary>
public static class WaitingReason
{
    /// <summary>A package dropped before the manifest is still being registered.</summary>
    public const string WaitingForPackage = nameof(WaitingForPackage);

    /// <summary>Files of other hosts are being copied to storage.</summary>
    public const string StagingInputs = nameof(StagingInputs);

    /// <summary>The account holds as many active jobs as it may.</summary>
    public const string WaitingForQuota = nameof(WaitingForQuota);

    /// <summary>The run's workload has as many active tasks in the account as it may.</summary>
    public const string WaitingForShare = nameof(WaitingForShare);

    /// <summary>The pool is being made or has no node yet.</summary>
    public const string WaitingForPool = nameof(WaitingForPool);

    /// <summary>Batch could not give the pool the nodes asked for.</summary>
    public const string PoolResizeError = nameof(PoolResizeError);

    /// <summary>The pool's start task failed on its nodes.</summary>
    public const string StartTaskFailed = nameof(StartTaskFailed);

    /// <summary>No node of the pool can run tasks.</summary>
    public const string NodesUnusable = nameof(NodesUnusable);

    /// <summary>Tasks wait for a task that failed.</summary>
    public const string BlockedDependency = nameof(BlockedDependency);

    /// <summary>Somebody, or a task's exit action, disabled the job.</summary>
    public const string JobDisabled = nameof(JobDisabled);

    /// <summary>The only account that may take the run is being drained.</summary>
    public const string AccountDrained = nameof(AccountDrained);

    /// <summary>Batch throttles or does not answer; requests are repeated.</summary>
    public const string BatchUnavailable = nameof(BatchUnavailable);

    /// <summary>Storage or Azure Resource Manager throttles or does not answer; requests are repeated.</summary>
    public const string ServiceUnavailable = nameof(ServiceUnavailable);

    /// <summary>A key of the autostorage account was made anew: Batch reads the keys again and nodes are booted.</summary>
    public const string StorageKeysRotated = nameof(StorageKeysRotated);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        WaitingForPackage, StagingInputs, WaitingForQuota, WaitingForShare, WaitingForPool, PoolResizeError, StartTaskFailed, NodesUnusable, BlockedDependency, JobDisabled,
        BatchUnavailable, ServiceUnavailable, AccountDrained, StorageKeysRotated,
    ];
}

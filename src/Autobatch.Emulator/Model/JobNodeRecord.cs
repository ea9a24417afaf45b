namespace Autobatch.Emulator.Model;

/// <summary>What a job has done to a node around its tasks: preparation, and at the end release.</summary>
internal sealed record JobNodeRecord
{
    public required string PoolId { get; init; }

    public required string NodeId { get; init; }

    public required JobTaskExecution Preparation { get; init; }

    /// <summary>The boot of the node that preparation ran in.</summary>
    public required DateTimeOffset Boot { get; init; }

    /// <summary>Null until the job ends.</summary>
    public JobTaskExecution? Release { get; init; }

    /// <summary>Whether tasks of the job may run on the node (FACTS C.2). A node that was reimaged since has lost what preparation did.</summary>
    public bool IsPrepared(JobPreparation preparation, NodeRecord node) =>
        Preparation is { State.Current: JobTaskState.Completed, Interrupted: false } done
        && !(node.LastReimageTime > Boot)
        && (node.LastBootTime == Boot ? done.Succeeded == true || !preparation.WaitForSuccess : done.Succeeded == true && !preparation.RerunAfterReboot);

    /// <summary>Whether preparation has failed for good, so that the node gets no task of the job until it is booted again.</summary>
    public bool IsBarred(JobPreparation preparation, DateTimeOffset boot) =>
        preparation.WaitForSuccess && boot == Boot && Preparation is { State.Current: JobTaskState.Completed, Interrupted: false, Succeeded: false };
}

/// <summary>The execution info of a preparation or release task on one node.</summary>
internal sealed record JobTaskExecution : NodeTaskExecution
{
    public required StateHistory<JobTaskState> State { get; init; }

    /// <summary>True on success, false on failure, null while it runs.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Its directory was removed since its retentionTime was over.</summary>
    public bool FilesRemoved { get; init; }

    /// <summary>It did not end by itself, so it says nothing of the node.</summary>
    public bool Interrupted { get; init; }
}

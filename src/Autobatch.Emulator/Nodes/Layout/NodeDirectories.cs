namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>The directories of one node (FACTS C.4, "Node layout"). Every node of the emulator has a root of its own.</summary>
/// <param name="Root">AZ_BATCH_NODE_ROOT_DIR, absolute.</param>
internal sealed record NodeDirectories(string Root)
{
    /// <summary>Unpacked application packages.</summary>
    public string Applications => Path.Combine(Root, "applications");

    /// <summary>AZ_BATCH_NODE_SHARED_DIR.</summary>
    public string Shared => Path.Combine(Root, "shared");

    /// <summary>AZ_BATCH_NODE_STARTUP_DIR, the task directory of the start task.</summary>
    public string Startup => Path.Combine(Root, "startup");

    /// <summary>AZ_BATCH_NODE_MOUNTS_DIR.</summary>
    public string Mounts => Path.Combine(Root, "fsmounts");

    /// <summary>What the node knows of its mounts, one file each.</summary>
    public string MountIndexes => Path.Combine(Root, ".mounts");

    /// <summary>The node agent's scratch space.</summary>
    public string Volatile => Path.Combine(Root, "volatile");

    /// <summary>Parent of all job directories.</summary>
    public string WorkItems => Path.Combine(Root, "workitems");

    /// <summary>
    /// Parent of the tasks of a job: <c>workitems/{job}/job-1</c>, or <c>workitems/{schedule}/{job}</c> for a job
    /// that a schedule made (its id is <c>{schedule}:{job}</c>).
    /// </summary>
    public string Job(string jobId)
    {
        int colon = jobId.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? Path.Combine(WorkItems, PathSegment.Of(jobId, "job id"), "job-1")
            : Path.Combine(WorkItems, PathSegment.Of(jobId[..colon], "job schedule id"), PathSegment.Of(jobId[(colon + 1)..], "job id"));
    }

    /// <summary>The folder to remove when a job goes: the whole work item, or one job of a schedule.</summary>
    public string JobToRemove(string jobId) =>
        jobId.Contains(':', StringComparison.Ordinal) ? Job(jobId) : Path.Combine(WorkItems, PathSegment.Of(jobId, "job id"));

    /// <summary>The directories of a task of a job; without job and task those of the start task.</summary>
    public TaskDirectories Task(string jobId, string taskId) => jobId.Length + taskId.Length == 0 ? new(Startup) : new(Path.Combine(Job(jobId), PathSegment.Of(taskId, "task id")));

    /// <summary>Makes the folders that every node has.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Applications);
        Directory.CreateDirectory(Shared);
        Directory.CreateDirectory(Startup);
        Directory.CreateDirectory(Mounts);
        Directory.CreateDirectory(Volatile);
        Directory.CreateDirectory(WorkItems);
    }
}

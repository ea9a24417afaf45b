using Autobatch.Emulator.Nodes.Mounts;

namespace Autobatch.Emulator.Nodes;

/// <summary>What the control side asks of the machines: run a task, show its files, forget it. One per emulator.</summary>
internal interface INodeAgent
{
    /// <summary>Files of tasks and nodes, for the data plane.</summary>
    ITaskFiles Files { get; }

    /// <summary>Called once before anything else: ends task processes that a previous life left behind, and keeps their files.</summary>
    Task RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Called once before anything runs: takes away the directories of whatever is not known any more.</summary>
    Task RemoveStraysAsync(KnownPlaces known, CancellationToken cancellationToken);

    /// <summary>
    /// Runs one attempt of a task to its end: packages, resource files, process, output files.
    /// Never throws for a failure of the task; a failure is in the outcome.
    /// </summary>
    /// <param name="launch">What to run and where.</param>
    /// <param name="progress">Called in order, once for each phase that is entered; must not block.</param>
    /// <param name="terminate">Kills the whole process tree; the outcome then has <see cref="TaskOutcome.Terminated"/>.</param>
    Task<TaskOutcome> RunAsync(TaskLaunch launch, Action<TaskPhase> progress, CancellationToken terminate);

    /// <summary>Makes a node's directories and mounts containers, at a start of the node. The answer is null on success.</summary>
    Task<TaskFailure?> MountAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken terminate);

    /// <summary>Sends what tasks wrote to mounts and an earlier life did not.</summary>
    Task SendMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts);

    /// <summary>The same for the last time, before <see cref="RemoveNodeAsync"/>; what cannot be sent is put aside.</summary>
    Task EndMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts);

    /// <summary>Makes a node's directories and deploys its pool's application packages. The answer is null on success.</summary>
    Task<TaskFailure?> DeployAsync(NodePlace node, IReadOnlyList<PackageToDeploy> packages, CancellationToken terminate);

    /// <summary>Uploads log files of a node to a container. The answer says why one could not be uploaded; null on success.</summary>
    Task<string?> SendLogsAsync(NodePlace node, LogUpload upload, CancellationToken cancellationToken);

    /// <summary>Ends what the coordination command of a multi-instance task has left in the background. Nothing happens when there is nothing.</summary>
    Task EndBackgroundAsync(TaskPlace task);

    /// <summary>Removes a task's directory. Nothing happens when there is none.</summary>
    Task DeleteTaskAsync(TaskPlace task, CancellationToken cancellationToken);

    /// <summary>Takes the directories of a job away on every node of the account; when it returns no path leads to them, while the disk is freed later.</summary>
    Task DeleteJobAsync(string account, string jobId, CancellationToken cancellationToken);

    /// <summary>Takes a node's root directory away, as <see cref="DeleteJobAsync"/> does; called when nothing runs on it any more.</summary>
    Task RemoveNodeAsync(NodePlace node, CancellationToken cancellationToken);
}

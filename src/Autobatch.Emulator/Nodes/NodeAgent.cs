using Autobatch.Emulator.Nodes.Environment;
using Autobatch.Emulator.Nodes.Files;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Emulator.Nodes.OutputFiles;
using Autobatch.Emulator.Nodes.Packages;
using Autobatch.Emulator.Nodes.Processes;
using Autobatch.Emulator.Nodes.ResourceFiles;
using Autobatch.Emulator.Nodes.Transfers;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Nodes;

/// <summary>Every node of the emulator: folders under one root, tasks as real processes of this machine.</summary>
internal sealed class NodeAgent : INodeAgent, IDisposable
{
    private readonly AgentDirectories _directories;
    private readonly RemovedFolders _removed;
    private readonly TaskRunner _runner;
    private readonly Downloader _downloader;
    private readonly Uploader _uploader;
    private readonly LogSender _logs;
    private readonly NodeMounts _mounts;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    /// <param name="root">Folder for all nodes; made when absent.</param>
    /// <param name="autoStorage">Storage of the accounts, for autoStorageContainerName.</param>
    /// <param name="clock">Time for limits, back-off and time stamps.</param>
    /// <param name="loggers">Where the node side logs.</param>
    /// <param name="trust">Whom nodes trust; null for whom the machine trusts.</param>
    public NodeAgent(string root, IAutoStorage autoStorage, TimeProvider clock, ILoggerFactory loggers, StorageTrust? trust = null)
    {
        _directories = new AgentDirectories(root);
        _clock = clock;
        _log = loggers.CreateLogger<NodeAgent>();
        _removed = new RemovedFolders(_directories.Removed, _log);
        var containers = new StorageContainers(autoStorage, trust ?? StorageTrust.OfMachine);
        _downloader = new Downloader(containers, new HttpDownloads(trust ?? StorageTrust.OfMachine), clock);
        _uploader = new Uploader(containers, clock);
        _logs = new LogSender(containers);
        var packages = new PackageStore(new PackageUnpacker(PackageLimits.Default), clock);
        _mounts = new NodeMounts(_directories, new(containers, _downloader, _uploader, clock, _stopping.Token), _log);
        _runner = new TaskRunner(_directories, packages, _downloader, _uploader, _mounts, clock, HostEnvironment.Current());
        Files = new TaskFiles(_directories);
    }

    public ITaskFiles Files { get; }

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        Launcher.EnsureUsable();
        int ended = await OrphanHunt.RunAsync(_directories.Running, _directories.Root, cancellationToken).ConfigureAwait(false);
        if (ended > 0) _log.OrphansEnded(ended);
        _removed.Resume();
    }

    public Task RemoveStraysAsync(KnownPlaces known, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                foreach (string folder in new StrayFolders(_directories, known).Find()) _removed.Take(folder);
            },
            cancellationToken);

    public async Task<TaskOutcome> RunAsync(TaskLaunch launch, Action<TaskPhase> progress, CancellationToken terminate)
    {
        var attempt = new TaskAttempt(launch, _clock.GetUtcNow());
        try
        {
            // Off the caller's thread: making folders and starting a process take their time.
            return await Task.Run(() => _runner.RunAsync(attempt, progress, terminate), CancellationToken.None).ConfigureAwait(false);
        }
        catch (TaskFailureException failed)
        {
            return attempt.Ended(failed.Failure, _clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (terminate.IsCancellationRequested)
        {
            return attempt.Ended(TaskFailures.Terminated, _clock.GetUtcNow(), terminated: true);
        }
        catch (Exception unexpected)
        {
            // The contract: a failure is an outcome. Whatever this was, the task must not hang.
            _log.TaskFailedUnexpectedly(unexpected, launch.Place.JobId, launch.Place.TaskId, launch.Place.Node.NodeId);
            return attempt.Ended(DiskErrors.IsFull(unexpected) ? TaskFailures.DiskFull(unexpected.Message) : TaskFailures.Unknown(unexpected.Message), _clock.GetUtcNow());
        }
    }

    public async Task<TaskFailure?> DeployAsync(NodePlace node, IReadOnlyList<PackageToDeploy> packages, CancellationToken terminate)
    {
        try
        {
            await Task.Run(() => _runner.DeployAsync(packages, _directories.CreateNode(node), terminate), CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (TaskFailureException failed)
        {
            return failed.Failure;
        }
        catch (Exception unexpected)
        {
            if (!terminate.IsCancellationRequested) _log.DeploymentFailedUnexpectedly(unexpected, node.NodeId);
            return DiskErrors.IsFull(unexpected) ? TaskFailures.DiskFull(unexpected.Message) : TaskFailures.Unknown(unexpected.Message);
        }
    }

    public async Task<TaskFailure?> MountAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken terminate)
    {
        try
        {
            _directories.CreateNode(node);
            return await _mounts.MountAsync(node, mounts, terminate).ConfigureAwait(false);
        }
        catch (Exception unexpected)
        {
            if (!terminate.IsCancellationRequested) _log.MountFailedUnexpectedly(unexpected, node.NodeId);
            return DiskErrors.IsFull(unexpected) ? TaskFailures.DiskFull(unexpected.Message) : TaskFailures.Unknown(unexpected.Message);
        }
    }

    public Task SendMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts) => _mounts.SendAsync(node, mounts, _stopping.Token);

    public Task EndMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts) => _mounts.EndAsync(node, mounts);

    public Task<string?> SendLogsAsync(NodePlace node, LogUpload upload, CancellationToken cancellationToken) => _logs.SendAsync(node, upload, cancellationToken);

    public Task EndBackgroundAsync(TaskPlace task) => OrphanHunt.EndAsync(directory => directory == _directories.Task(task).Root, CancellationToken.None);

    public Task DeleteTaskAsync(TaskPlace task, CancellationToken cancellationToken) =>
        Task.Run(() => FolderRemoval.Remove(_directories.Task(task).Root), cancellationToken);

    public Task DeleteJobAsync(string account, string jobId, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                foreach (NodeDirectories node in _directories.NodesOf(account)) _removed.Take(node.JobToRemove(jobId));
            },
            cancellationToken);

    public Task RemoveNodeAsync(NodePlace node, CancellationToken cancellationToken) =>
        Task.Run(() => _removed.Take(_directories.ForgetNode(node).Root), cancellationToken);

    public void Dispose()
    {
        _stopping.Cancel();
        _mounts.Dispose();
        _stopping.Dispose();
        _removed.Dispose();
        _downloader.Dispose();
        _uploader.Dispose();
    }
}

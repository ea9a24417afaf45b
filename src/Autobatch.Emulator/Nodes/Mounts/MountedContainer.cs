using System.Collections.Concurrent;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.OutputFiles;
using Autobatch.Emulator.Nodes.ResourceFiles;
using Autobatch.Emulator.Nodes.Transfers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>One mount of one node: a folder that is brought in line with a container, by one at a time.</summary>
internal sealed class MountedContainer : IDisposable
{
    /// <summary>More blobs than that are no mount that can be copied.</summary>
    public const int MostBlobs = 100_000;

    /// <summary>Transfers at a time of one mount.</summary>
    private const int AtOnce = 8;

    private const int MostTold = 100;

    private readonly NodePlace _place;
    private readonly NodeDirectories _node;
    private readonly BlobMount _mount;
    private readonly MountTools _tools;
    private readonly MountFolder _folder;
    private readonly SharedTurns<TaskFailure?> _turns;
    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<(string Name, LocalFile? File)> _refused = [];
    private MountIndex? _index;
    private bool _last;

    /// <param name="place">The node.</param>
    /// <param name="node">Its directories; not all need be there.</param>
    /// <param name="mount">What is mounted.</param>
    /// <param name="tools">What it takes to transfer files.</param>
    public MountedContainer(NodePlace place, NodeDirectories node, BlobMount mount, MountTools tools)
    {
        (_place, _node, _mount, _tools) = (place, node, mount, tools);
        _folder = new(Path.Combine(node.Mounts, mount.RelativeMountPath));
        _turns = new(SynchroniseAsync);
    }

    /// <summary>Where files are put aside that could not be sent when their node went; below the root of all nodes.</summary>
    public string AsideName => string.Join('~', ".unsent", _place.Account, _place.PoolId, _place.NodeId, _mount.Index);

    /// <summary>Mounts the container at a start of the node. The answer is null on success.</summary>
    public async Task<TaskFailure?> MountAsync(CancellationToken cancellationToken)
    {
        lock (_refused) _refused.Clear();
        TaskFailure? failure = await _turns.JoinAsync(all: true).WaitAsync(cancellationToken).ConfigureAwait(false);
        return failure is null ? null : MountFailures.OfNode(_mount, MountFailures.Reason(failure));
    }

    /// <summary>Brings folder and container in line: what tasks wrote first, then what others wrote. The answer is null on success.</summary>
    public Task<TaskFailure?> RefreshAsync(CancellationToken cancellationToken) => _turns.JoinAsync(all: true).WaitAsync(cancellationToken);

    /// <summary>Sends what tasks wrote and deleted. The answer is null on success.</summary>
    public Task<TaskFailure?> SendAsync(CancellationToken cancellationToken) => _mount.ReadOnly ? Task.FromResult<TaskFailure?>(null) : _turns.JoinAsync(all: false).WaitAsync(cancellationToken);

    /// <summary>The same for the last time, when nothing runs on the node any more: what goes on is cut off, and what was refused is tried again.</summary>
    public async Task<TaskFailure?> EndAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _last = true;
        return await SendAsync(_tools.Stopping).ConfigureAwait(false);
    }

    /// <summary>Moves the folder to a place where a person may find it. Nothing happens when it is gone.</summary>
    public void PutAside(string target)
    {
        if (!_folder.Exists) return;
        FolderRemoval.Remove(target);

        // A task may have taken the permission to move it.
        FolderRemoval.MakeWritable(new(_node.Mounts));
        Directory.Move(_folder.Root, target);
    }

    public void Dispose()
    {
        _ending.Cancel();
        _index?.Dispose();
        _ending.Dispose();
    }

    private async Task<TaskFailure?> SynchroniseAsync(bool all)
    {
        using var cancel = _last ? CancellationTokenSource.CreateLinkedTokenSource(_tools.Stopping) : CancellationTokenSource.CreateLinkedTokenSource(_tools.Stopping, _ending.Token);
        TaskFailure? failure;
        try
        {
            failure = await TransferAsync(all && !_last, cancel.Token).ConfigureAwait(false);
        }
        catch (TaskFailureException known)
        {
            failure = known.Failure;
        }
        catch (Exception unexpected) when (!cancel.IsCancellationRequested)
        {
            failure = DiskErrors.IsFull(unexpected) ? TaskFailures.DiskFull(unexpected.Message) : TaskFailures.ResourceFileWriteFailed(Shown(""), unexpected.Message);
        }
        finally
        {
            _index?.Dispose();
        }

        if (failure is not null) Tell($"{failure.Code}: {MountFailures.Reason(failure)}");
        return failure;
    }

    private async Task<TaskFailure?> TransferAsync(bool all, CancellationToken cancellationToken)
    {
        if (!all && !_folder.Exists) return null;
        BlobContainerClient container = Container();
        MountListing? remote = all ? await ListAsync(container, cancellationToken).ConfigureAwait(false) : null;
        MountIndex index = _index ??= MountIndex.Open(Path.Combine(_node.MountIndexes, $"{_mount.Index}.jsonl"));
        if (!_folder.Exists)
        {
            // The folder itself cannot be removed on a real node; here that is no reason to delete every blob.
            _folder.Create();
            index.Clear();
        }

        LocalTree local = _folder.Read();
        var open = new Lazy<IReadOnlySet<string>>(() => OpenFiles.Below(_folder.Root));
        var plan = new MountPlan(index.Known, local, remote, _mount.ReadOnly, name => !_last && (open.Value.Contains(_folder.PathOf(name)) || IsRefused(name, local.FileAt(name))));
        string[] fetch = [.. plan.Fetch];
        EnsureRoom(remote, fetch);
        var failures = new ConcurrentQueue<TaskFailure?>();
        await InParallelAsync(plan.Send, async (name, cancel) => failures.Enqueue(await SendAsync(container, index, name, local.Files[name], cancel).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        await InParallelAsync(plan.Delete, async (blob, cancel) => failures.Enqueue(await DeleteAsync(container, index, blob.Name, blob.ETag, cancel).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        foreach (string name in plan.Remove)
        {
            // A task wrote it meanwhile: that is to be sent.
            if (_folder.FileAt(name) != local.FileAt(name)) continue;
            index.Dismiss(name);
            _folder.Remove(name, folder => remote!.Folders.Contains(folder) || remote.Blobs.ContainsKey(folder));
            index.Forget(name);
        }

        foreach (string name in plan.Forget) index.Forget(name);
        await InParallelAsync(fetch, (name, cancel) => FetchAsync(container, index, name, remote!.Blobs[name], local.FileAt(name), cancel), cancellationToken).ConfigureAwait(false);
        if (fetch.Length > 0 || remote?.Skipped.Count > 0) Tell(remote!, fetch.Length);
        return failures.FirstOrDefault(failure => failure is not null);
    }

    private BlobContainerClient Container()
    {
        BlobContainerClient container = _tools.Containers.Mounted(_place.Account, _mount)
            ?? throw new TaskFailureException(TaskFailures.ResourceContainerAccessDenied(_mount.ContainerName, $"There is no storage account '{_mount.AccountName}'."));
        return _tools.Containers.Refusal(_place, _mount, container) is { } refused ? throw new TaskFailureException(refused.OfContainer(SafeUrl.Of(container.Uri))) : container;
    }

    private async Task<MountListing> ListAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlobItem> blobs = await ContainerListing.ReadAsync(container, null, MostBlobs + 1, _tools.Clock, cancellationToken).ConfigureAwait(false);
        return blobs.Count <= MostBlobs
            ? MountListing.Of(blobs)
            : throw new TaskFailureException(TaskFailures.ResourceContainerListMiscError(SafeUrl.Of(container.Uri), null, $"The emulator copies what is mounted, and at most {MostBlobs} blobs; the container has more."));
    }

    private void EnsureRoom(MountListing? remote, string[] fetch)
    {
        long wanted = fetch.Sum(name => remote!.Blobs[name].Length);
        long free = new DriveInfo(_folder.Root).AvailableFreeSpace;
        if (wanted > free) throw new TaskFailureException(TaskFailures.DiskFull($"The emulator copies what is mounted: {wanted} bytes are wanted, but the disk of the node has only {free} to give."));
    }

    private async Task<TaskFailure?> SendAsync(BlobContainerClient container, MountIndex index, string name, LocalFile file, CancellationToken cancellationToken)
    {
        string path = _folder.PathOf(name);
        if (!MountName.IsBlob(name) || !Files.SpecialFiles.IsRegular(path)) return null;
        UploadResult result = await _tools.Uploader.SendAsync(new(Shown(name), path, container.GetBlobClient(name), SafeUrl.Of(container.Uri), [], null), cancellationToken).ConfigureAwait(false);

        // The time is from before the file was read: who wrote meanwhile has changed it.
        if (result.Bytes is { } bytes) index.Hold(name, new(MountListing.Quoted(result.ETag), bytes, file.Time, false));
        return Remember(result.Failure, name, file);
    }

    private async Task<TaskFailure?> DeleteAsync(BlobContainerClient container, MountIndex index, string name, string tag, CancellationToken cancellationToken)
    {
        if (!_last && IsRefused(name, null)) return null;
        try
        {
            await Retry.RunAsync(
                cancel => container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, new() { IfMatch = new ETag(tag) }, cancel),
                StorageErrors.IsDroppedConnection,
                _tools.Clock,
                cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // Somebody wrote it anew: that is to be fetched.
        }
        catch (Exception failed) when (failed is RequestFailedException or AggregateException && !cancellationToken.IsCancellationRequested)
        {
            string reason = $"The blob could not be deleted. {StorageErrors.Reason(failed)}";
            return Remember(
                failed is RequestFailedException denied && StorageErrors.IsDenied(denied) ? TaskFailures.FileUploadAccessDenied(SafeUrl.Of(container.Uri), Shown(name), reason) : TaskFailures.FileUploadMiscError(Shown(name), reason),
                name,
                null);
        }

        index.Forget(name);
        return null;
    }

    private async ValueTask FetchAsync(BlobContainerClient container, MountIndex index, string name, MountVersion blob, LocalFile? seen, CancellationToken cancellationToken)
    {
        string path = _folder.PathOf(name);
        try
        {
            if (blob.Folder)
            {
                TargetPath.CreateFolder(_folder.Root, path);
                index.Hold(name, blob);
                return;
            }

            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null && !_folder.TryRemoveFolder(name)) return;
            BlobClient client = container.GetBlobClient(name);
            MountVersion? landed = null;
            await _tools.Downloader.FetchAsync(
                new(Shown(name), path, _mount.ReadOnly ? MountModes.ReadOnly : MountModes.Writable, SafeUrl.Of(client.Uri), cancel => StorageContainers.OpenAsync(client, cancel))
                {
                    Landing = file =>
                    {
                        // A task wrote it while it came: that is to be sent.
                        if (_folder.FileAt(name) != seen) return false;
                        File.SetLastWriteTimeUtc(file, new(blob.Time, DateTimeKind.Utc));
                        MountVersion version = blob with { Length = new FileInfo(file).Length };
                        index.Expect(name, version);
                        landed = version;
                        return true;
                    },
                },
                _node,
                _folder.Root,
                cancellationToken).ConfigureAwait(false);
            if (landed is { } held) index.Hold(name, held);
        }
        catch (TaskFailureException passed) when (passed.Failure.Code is "BlobNotFound" or "ResourceFileCreateFailed")
        {
            // Deleted since the list was made; or a task has put something in its way.
            if (passed.Failure.Code != "BlobNotFound") Tell($"'{name}' is not shown: {MountFailures.Reason(passed.Failure)}");
        }
    }

    private static Task InParallelAsync<T>(IReadOnlyList<T> items, Func<T, CancellationToken, ValueTask> act, CancellationToken cancellationToken) => items.Count == 0
        ? Task.CompletedTask
        : Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, act);

    /// <summary>What is denied once is told once, and not to every task that comes after.</summary>
    private TaskFailure? Remember(TaskFailure? failure, string name, LocalFile? file)
    {
        if (failure?.Code is "FileUploadAccessDenied" or "FileUploadContainerNotFound")
        {
            lock (_refused) _refused.Add((name, file));
        }

        return failure;
    }

    private bool IsRefused(string name, LocalFile? file)
    {
        lock (_refused) return _refused.Contains((name, file));
    }

    private string Shown(string name) => Path.Combine(Path.GetFileName(_node.Mounts), _mount.RelativeMountPath, name);

    private void Tell(MountListing remote, int fetched)
    {
        Tell($"{remote.Blobs.Count} blobs, {fetched} fetched.");
        foreach (string name in remote.Skipped.Take(MostTold)) Tell($"'{name}' is not shown: its name is no path within the folder, or a folder of others.");
        if (remote.Skipped.Count > MostTold) Tell($"{remote.Skipped.Count - MostTold} more are not shown.");
    }

    /// <summary>A line in the log of the mount; one that does not fit on the disk is missing there.</summary>
    private void Tell(string line)
    {
        try
        {
            File.AppendAllText(Path.Combine(_node.Mounts, MountFailures.LogOf(_mount)), $"{_tools.Clock.GetUtcNow():O} {line.ReplaceLineEndings(" ")}\n");
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException)
        {
        }
    }
}

/// <summary>Modes of files in mounts.</summary>
internal static class MountModes
{
    /// <summary>0777, as blobfuse shows everything.</summary>
    public const UnixFileMode Writable = (UnixFileMode)0b111_111_111;

    /// <summary>0555.</summary>
    public const UnixFileMode ReadOnly = (UnixFileMode)0b101_101_101;
}

/// <summary>What mounts transfer files with.</summary>
/// <param name="Stopping">The emulator stops; what is unsent waits for its next life.</param>
internal sealed record MountTools(StorageContainers Containers, Downloader Downloader, Uploader Uploader, TimeProvider Clock, CancellationToken Stopping);

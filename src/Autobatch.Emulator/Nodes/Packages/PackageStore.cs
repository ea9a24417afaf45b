using System.Collections.Concurrent;
using System.Net.Sockets;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.ResourceFiles;
using Autobatch.Emulator.Nodes.Transfers;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>
/// Deploys application packages to nodes: once for a node and version, however many tasks ask at the same time (FACTS C.7).
/// A folder under its final name is complete; what a kill cut short has another name and is removed at the next start.
/// </summary>
internal sealed class PackageStore(PackageUnpacker unpacker, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _deployments = new(StringComparer.Ordinal);

    /// <summary>The folder of the unpacked package, deployed when it is not there yet.</summary>
    /// <exception cref="TaskFailureException">ApplicationPackageError, or DiskFull. The next task that asks makes a new attempt.</exception>
    public async Task<string> DeployAsync(PackageToDeploy package, NodeDirectories node, CancellationToken cancellationToken)
    {
        string folder = FolderOf(package, node);
        if (Directory.Exists(folder)) return folder;
        if (package.Refused is { } refused) throw new TaskFailureException(TaskFailures.ApplicationPackageError(package.ApplicationId, package.Version, refused.Reason));
        // Others may wait for the same deployment, so one task's end does not stop it.
        Lazy<Task> deployment = _deployments.GetOrAdd(folder, target => new Lazy<Task>(() => Task.Run(() => DeployOnceAsync(package, node, target))));
        try
        {
            await deployment.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            return folder;
        }
        finally
        {
            if (deployment.Value.IsCompleted) _deployments.TryRemove(KeyValuePair.Create(folder, deployment));
        }
    }

    /// <summary>Ids and versions are told apart without regard to case, so the folder is in lower case.</summary>
    private static string FolderOf(PackageToDeploy package, NodeDirectories node)
    {
#pragma warning disable CA1308 // Lower case is what a real node's folders show.
        string id = PathSegment.Of(package.ApplicationId.ToLowerInvariant(), "application id");
        string version = PathSegment.Of(package.Version.ToLowerInvariant(), "application version");
#pragma warning restore CA1308
        return Path.Combine(node.Applications, id, version);
    }

    private async Task DeployOnceAsync(PackageToDeploy package, NodeDirectories node, string folder)
    {
        if (Directory.Exists(folder)) return;
        string scratch = Path.Combine(node.Volatile, Path.GetRandomFileName());
        string zip = scratch + ".zip";
        try
        {
            await Retry.RunAsync(_ => DownloadAsync(package, zip), DownloadErrors.IsPassing, clock, CancellationToken.None).ConfigureAwait(false);
            Directory.CreateDirectory(scratch);
            unpacker.Unpack(zip, scratch, CancellationToken.None);
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.Move(scratch, folder);
        }
        catch (Exception failed) when (DiskErrors.IsFull(failed))
        {
            throw new TaskFailureException(TaskFailures.DiskFull($"Application package {package.ApplicationId} {package.Version} does not fit."), failed);
        }
        catch (Exception failed) when (failed is PackageException or BrokenTransferException or RequestFailedException or AggregateException or IOException or SocketException or TimeoutException or UnauthorizedAccessException)
        {
            throw new TaskFailureException(TaskFailures.ApplicationPackageError(package.ApplicationId, package.Version, StorageErrors.Reason(failed)), failed);
        }
        finally
        {
            File.Delete(zip);
            FolderRemoval.Remove(scratch);
        }
    }

    private async Task DownloadAsync(PackageToDeploy package, string zip)
    {
        if (package.Blob is null) throw new PackageException("The package was deleted, and the node has no copy of it.");
        Response<BlobDownloadStreamingResult> response = await package.Blob.DownloadStreamingAsync().ConfigureAwait(false);
        using BlobDownloadStreamingResult blob = response.Value;
        long free = new DriveInfo(Path.GetDirectoryName(zip)!).AvailableFreeSpace;
        if (blob.Details.ContentLength > free) throw new PackageException($"The zip has {blob.Details.ContentLength} bytes, but the disk of the node has only {free} to give.");
        await StreamCopy.ToFileAsync(blob.Content, zip, clock, CancellationToken.None).ConfigureAwait(false);
    }
}

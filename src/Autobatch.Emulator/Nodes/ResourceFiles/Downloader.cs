using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.Transfers;

namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>Brings files to nodes: resource files into a task's working directory, or into the shared one of a multi-instance task, and blobs into mounts.</summary>
internal sealed class Downloader(StorageContainers containers, HttpDownloads http, TimeProvider clock) : IDisposable
{
    /// <summary>Downloads at a time of one task.</summary>
    private const int PerTask = 8;

    /// <summary>Downloads at a time of all nodes: they share one machine and, mostly, one Azurite.</summary>
    private readonly SemaphoreSlim _all = new(16);

    /// <summary>Fetches everything, or fails as the first file that failed.</summary>
    /// <exception cref="TaskFailureException">A file could not be fetched or written.</exception>
    public async Task FetchAsync(IReadOnlyList<ResourceFile> files, TaskLaunch launch, NodeDirectories node, string folder, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return;
        var plan = new DownloadPlan(containers, http, launch, folder, clock);
        IReadOnlyCollection<Download> downloads = await plan.MakeAsync(files, cancellationToken).ConfigureAwait(false);
        var options = new ParallelOptions { MaxDegreeOfParallelism = PerTask, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(downloads, options, (download, cancel) => FetchAsync(download, node, folder, cancel)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _all.Dispose();
        http.Dispose();
    }

    /// <summary>Fetches one file, or fails with a name.</summary>
    /// <exception cref="TaskFailureException">It could not be fetched or written.</exception>
    public async ValueTask FetchAsync(Download download, NodeDirectories node, string folder, CancellationToken cancellationToken)
    {
        await _all.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(download, node, folder, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not TaskFailureException && !cancellationToken.IsCancellationRequested)
        {
            throw new TaskFailureException(DownloadErrors.FailureOf(failed, download), failed);
        }
        finally
        {
            _all.Release();
        }
    }

    private async Task WriteAsync(Download download, NodeDirectories node, string folder, CancellationToken cancellationToken)
    {
        if (download.Open is not { } open)
        {
            TargetPath.CreateFolder(folder, download.Target);
            return;
        }

        TargetPath.CreateFolder(folder, Path.GetDirectoryName(download.Target)!);
        // Written beside the tasks' folders and renamed: a program never sees half a file, whatever ends us when.
        string temporary = Path.Combine(node.Volatile, Path.GetRandomFileName());
        try
        {
            await Retry.RunAsync(cancel => ReceiveAsync(open, temporary, cancel), DownloadErrors.IsPassing, clock, cancellationToken).ConfigureAwait(false);
            if (download.Landing?.Invoke(temporary) == false) return;
            File.SetUnixFileMode(temporary, download.Mode);
            File.Move(temporary, download.Target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task ReceiveAsync(Func<CancellationToken, Task<Stream>> open, string file, CancellationToken cancellationToken)
    {
        Stream body = await open(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await StreamCopy.ToFileAsync(body, file, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}

using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>
/// Folders of jobs and nodes that are gone. They are moved aside at once, whatever they hold, so that their names are free, and emptied one after
/// another in the background. What a stop or a kill leaves here goes after the next start.
/// </summary>
internal sealed class RemovedFolders : IDisposable
{
    // A task's directory, or a job's one on a node: what is removed between two looks at whether to stop.
    private const int PieceDepth = 2;

    private readonly string _place;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _more = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _emptying;

    /// <param name="place">Folder on the same file system as everything that is removed; made when it is needed.</param>
    /// <param name="log">Where it is said what could not be removed.</param>
    public RemovedFolders(string place, ILogger log)
    {
        _place = place;
        _log = log;
        _emptying = Task.Run(EmptyAsync);
    }

    /// <summary>Takes a folder away from its place. Nothing happens when it is absent.</summary>
    public void Take(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(_place);
            Directory.Move(folder, Path.Combine(_place, Path.GetRandomFileName()));
            _more.Release();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone at this moment, or a task took the permission to move it: then it is removed where it is.
            FolderRemoval.Remove(folder);
        }
    }

    /// <summary>Removes in the background what an earlier life left.</summary>
    public void Resume() => _more.Release();

    public void Dispose()
    {
        _stop.Cancel();
        _emptying.GetAwaiter().GetResult();
        _stop.Dispose();
        _more.Dispose();
    }

    private async Task EmptyAsync()
    {
        HashSet<string> stuck = [];
        while (!_stop.IsCancellationRequested)
        {
            await _more.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (string folder in Directory.Exists(_place) ? Directory.GetDirectories(_place).Except(stuck).ToArray() : [])
            {
                try
                {
                    Remove(folder);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    stuck.Add(folder);
                    _log.FolderNotRemoved(e, folder);
                }
            }
        }
    }

    private void Remove(string folder)
    {
        foreach (DirectoryInfo piece in Pieces(new DirectoryInfo(folder), PieceDepth))
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            FolderRemoval.Remove(piece.FullName);
        }

        FolderRemoval.Remove(folder);
    }

    private static IEnumerable<DirectoryInfo> Pieces(DirectoryInfo folder, int depth) => folder.GetDirectories()
        .Where(inner => inner.LinkTarget is null)
        .SelectMany(inner => depth == 1 ? [inner] : Pieces(inner, depth - 1));
}

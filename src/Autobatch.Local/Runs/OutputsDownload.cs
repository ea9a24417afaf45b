using Autobatch.Local.CommandLine;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Local.Runs;

/// <summary>Brings everything below <c>outputs/{runId}/</c> into a folder.</summary>
internal static class OutputsDownload
{
    private const int AtOnce = 16;

    /// <returns>How many files came.</returns>
    public static async Task<int> ToFolderAsync(
        BlobContainerClient outputs, string runId, string folder, Action<int, int> progress, CancellationToken cancellationToken)
    {
        string prefix = runId + "/";
        List<string> names = [];
        await foreach (BlobItem blob in outputs.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).ConfigureAwait(false))
        {
            names.Add(blob.Name);
        }

        Directory.CreateDirectory(folder);
        int done = 0;
        progress(0, names.Count);
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names, options, async (name, cancel) =>
        {
            string path = PathFor(folder, name[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await outputs.GetBlobClient(name).DownloadToAsync(path, cancel).ConfigureAwait(false);
            progress(Interlocked.Increment(ref done), names.Count);
        }).ConfigureAwait(false);
        return names.Count;
    }

    /// <summary>A task chooses its blobs' names; none of them leads out of the folder.</summary>
    internal static string PathFor(string folder, string name)
    {
        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, name.TrimStart('/')));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw LocalException.Failed($"The output {name} would be written outside {folder}; it was not.");
    }
}

using System.Collections.Concurrent;
using Autobatch.Functions.Storage;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>A run's input files, kept by window of chunks; the window that chunks are being made of stays in memory.</summary>
internal sealed class RunWindows(RunFiles files)
{
    /// <summary>Chunks whose files are kept together, and what one sub-orchestration adds unless the run is very large.</summary>
    public const int Chunks = 20;

    // A run's own history has some events for each sub-orchestration, so there are never more of these.
    private const int MostWindows = 100;

    /// <summary>Files of one window.</summary>
    public const int Files = Chunks * TaskChunk.Size;

    private const int MostKept = 16;
    private readonly ConcurrentDictionary<(string RunId, int Window), Task<IReadOnlyList<string>>> _kept = new();

    /// <summary>How many of a run's chunks one sub-orchestration adds.</summary>
    public static int ChunksEach(int chunks) => Math.Max(Chunks, (chunks + MostWindows - 1) / MostWindows);

    /// <summary>How many sub-orchestrations add so many chunks.</summary>
    public static int Count(int chunks) => (chunks + ChunksEach(chunks) - 1) / ChunksEach(chunks);

    /// <summary>The chunk with its files. A last chunk may hold the merge task alone.</summary>
    public async Task<TaskChunk> ChunkAsync(RunInput run, RunJob job, TaskSource? source, int index, CancellationToken cancellationToken)
    {
        int first = index * TaskChunk.Size;
        if (source is null || first >= job.TotalFiles)
        {
            return new TaskChunk(index, job.TotalFiles, []);
        }

        IReadOnlyList<string> names = await NamesAsync(run, index / Chunks, cancellationToken);
        return new TaskChunk(
            index, job.TotalFiles, [.. names.Skip(first % Files).Take(TaskChunk.Size).Select(name => new InputFile(source.Container, name))]);
    }

    /// <summary>The names of a window's files.</summary>
    public Task<IReadOnlyList<string>> NamesAsync(RunInput run, int window, CancellationToken cancellationToken) => WindowAsync(run.OutputsId(), window, cancellationToken);

    private async Task<IReadOnlyList<string>> WindowAsync(string runId, int window, CancellationToken cancellationToken)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        Task<IReadOnlyList<string>> reading = _kept.GetOrAdd((runId, window), key => files.ReadWindowAsync(key.RunId, key.Window, CancellationToken.None));
        try
        {
            return await reading.WaitAsync(cancellationToken);
        }
        catch when (reading.IsFaulted)
        {
            _kept.TryRemove((runId, window), out _);
            throw;
        }
    }
}

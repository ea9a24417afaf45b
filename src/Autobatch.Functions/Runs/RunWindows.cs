using System.Collections.Concurrent;
using Autobatch.Functions.Storage;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>A run's input files, kept by window of chunks; the window that chunks are being made of stays in memory.</summary>
internal sealed class RunWindows(RunFiles files)
{
    /// <summary>Chunks of one window: what one sub-orchestration adds.</summary>
    public const int Chunks = 20;

    /// <summary>Files of one window.</summary>
    public const int Files = Chunks * TaskChunk.Size;

    private const int MostKept = 16;
    private readonly ConcurrentDictionary<(string RunId, int Window), Task<IReadOnlyList<string>>> _kept = new();

    /// <summary>How many windows so many chunks make.</summary>
    public static int Count(int chunks) => (chunks + Chunks - 1) / Chunks;

    /// <summary>The chunk with its files. A last chunk may hold the merge task alone.</summary>
    public async Task<TaskChunk> ChunkAsync(RunInput run, RunJob job, TaskSource? source, int index, CancellationToken cancellationToken)
    {
        int first = index * TaskChunk.Size;
        if (source is null || first >= job.TotalFiles)
        {
            return new TaskChunk(index, job.TotalFiles, []);
        }

        IReadOnlyList<string> names = await WindowAsync(run.RunId, index / Chunks, cancellationToken);
        return new TaskChunk(
            index, job.TotalFiles, [.. names.Skip(first % Files).Take(TaskChunk.Size).Select(name => new InputFile(source.Container, name))]);
    }

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

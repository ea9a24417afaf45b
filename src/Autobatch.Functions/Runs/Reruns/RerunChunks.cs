using System.Collections.Concurrent;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Autobatch.Planning.Reruns;

namespace Autobatch.Functions.Runs.Reruns;

/// <summary>The chunks of a rerun, kept by window as the files of a run are.</summary>
internal sealed class RerunChunks(RunFiles files)
{
    /// <summary>The list of what a rerun runs again.</summary>
    public const string OfRerun = "rerun";

    private const int MostKept = 8;
    private readonly ConcurrentDictionary<(string RunId, string List), Task<(IReadOnlyList<RerunChunk> Chunks, RerunTasks Tasks)>> _kept = new();

    /// <summary>The list of chunks that a job of a run is made of; null when it is made of the whole plan.</summary>
    public static string? ListOf(RunInput run, RunJob job) => job.Move > 0 ? $"moved{job.Move}" : run.RerunOf is null ? null : OfRerun;

    /// <summary>Keeps the chunks.</summary>
    public async Task SaveAsync(string runId, string list, IReadOnlyList<RerunChunk> chunks, CancellationToken cancellationToken)
    {
        int window = 0;
        foreach (RerunChunk[] some in chunks.Chunk(RunWindows.Chunks))
        {
            await files.SaveRerunAsync(runId, list, window++, some, cancellationToken);
        }
    }

    /// <summary>All chunks of a rerun; empty when it keeps none.</summary>
    public async Task<IReadOnlyList<RerunChunk>> ReadAsync(string runId, string list, CancellationToken cancellationToken)
    {
        List<RerunChunk> chunks = [];
        for (int window = 0; await files.ReadRerunAsync(runId, list, window, cancellationToken) is { } some; window++)
        {
            chunks.AddRange(some);
        }

        return chunks;
    }

    /// <summary>One chunk, and all tasks of the rerun. They stay in memory while chunks are being added.</summary>
    public async Task<(RerunChunk Chunk, RerunTasks Tasks)> FindAsync(string runId, string list, int index, string? manager, CancellationToken cancellationToken)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        Task<(IReadOnlyList<RerunChunk> Chunks, RerunTasks Tasks)> reading = _kept.GetOrAdd((runId, list), key => LoadAsync(key.RunId, key.List, manager));
        try
        {
            (IReadOnlyList<RerunChunk> chunks, RerunTasks tasks) = await reading.WaitAsync(cancellationToken);
            return index < chunks.Count
                ? (chunks[index], tasks)
                : throw new FaultException(ErrorCodes.ManifestVanished, $"The list of tasks that run {runId} runs again is no longer in {AppStorage.RunsContainer}.");
        }
        catch when (reading.IsFaulted)
        {
            _kept.TryRemove((runId, list), out _);
            throw;
        }
    }

    private async Task<(IReadOnlyList<RerunChunk> Chunks, RerunTasks Tasks)> LoadAsync(string runId, string list, string? manager)
    {
        IReadOnlyList<RerunChunk> chunks = await ReadAsync(runId, list, CancellationToken.None);
        IEnumerable<string> ids = chunks.SelectMany(c => c.Ids);
        return (chunks, new RerunTasks(manager is null ? ids : ids.Append(manager)));
    }
}

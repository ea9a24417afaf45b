using Autobatch.Functions.Ledger;
using Autobatch.Workloads;

namespace Autobatch.Functions.Workloads;

/// <summary>A batch that is closed: nothing is added to it any more, and it makes one run.</summary>
/// <param name="RunId">The run's id; it follows from the files.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="Version">The workload's version that the files came under.</param>
/// <param name="Storage">The storage account of the files; null for the primary one.</param>
/// <param name="Prefix">The folder that all of them lie in.</param>
/// <param name="ClosedAt">When it was closed; the run's time of creation.</param>
/// <param name="Files">In the order of their names; none when there is only something to clear away.</param>
/// <param name="Spent">Keys of markers, and of versions that were overwritten while they waited.</param>
internal sealed record ClosedBatch(
    string RunId, string Workload, string Version, string? Storage, string Prefix, DateTimeOffset ClosedAt, IReadOnlyList<BatchedFile> Files, IReadOnlyList<string> Spent)
{
    /// <summary>Keys of everything that waits no more.</summary>
    public IEnumerable<string> Keys => Files.Select(f => f.Key).Concat(Spent);

    public static ClosedBatch Of(string workload, string? storage, FileBatch batch, DateTimeOffset now) => new(
        Autobatch.Runs.Ids.ForBatch(workload, batch.Version, batch.Files.Concat(batch.Spent).Select(f => f.Key)),
        workload,
        batch.Version,
        storage,
        batch.Prefix,
        now,
        [.. batch.Files.Select(f => new BatchedFile(f.Key, f.Name, f.ETag, f.Bytes))],
        [.. batch.Spent.Select(f => f.Key)]);

    /// <summary>The same files again, under the workload's version of now.</summary>
    public ClosedBatch Again(string version, DateTimeOffset now) => this with
    {
        RunId = Autobatch.Runs.Ids.ForBatch(Workload, version, Files.Select(f => f.Key), RunId),
        Version = version,
        ClosedAt = now,
        Spent = [],
    };
}

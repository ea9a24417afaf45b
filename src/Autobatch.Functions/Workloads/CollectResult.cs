namespace Autobatch.Functions.Workloads;

/// <summary>What a look at the files that wait came to; also the orchestration's custom status.</summary>
/// <param name="ReadAt">Files that arrived before this were seen.</param>
/// <param name="Waiting">How many wait on.</param>
/// <param name="Closed">How many batches were closed.</param>
/// <param name="Next">When to look again without a signal; null when only more files can change anything.</param>
/// <param name="Blocked">Versions that cannot be read, with files that wait under them; null when there are none.</param>
internal sealed record CollectResult(DateTimeOffset ReadAt, int Waiting, int Closed, DateTimeOffset? Next, IReadOnlyList<BlockedVersion>? Blocked = null);

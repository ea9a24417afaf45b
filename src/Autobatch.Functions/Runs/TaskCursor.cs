namespace Autobatch.Functions.Runs;

/// <summary>Where a run stands that adds its tasks within its workload's cap.</summary>
/// <param name="Chunk">The chunk of the next task.</param>
/// <param name="Offset">Tasks of that chunk that are there.</param>
/// <param name="Tasks">Tasks of the job that are there.</param>
internal sealed record TaskCursor(int Chunk, int Offset, int Tasks)
{
    public static TaskCursor Start { get; } = new(0, 0, 0);

    /// <summary>The cursor after some more tasks of the chunk.</summary>
    /// <param name="added">How many.</param>
    /// <param name="inChunk">Tasks of the chunk.</param>
    public TaskCursor After(int added, int inChunk) =>
        Offset + added >= inChunk ? new TaskCursor(Chunk + 1, 0, Tasks + added) : new TaskCursor(Chunk, Offset + added, Tasks + added);
}

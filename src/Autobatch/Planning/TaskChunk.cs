namespace Autobatch.Planning;

/// <summary>One chunk of a run's tasks: what one call of addtaskcollection takes.</summary>
/// <param name="Index">0-based; chunk i holds items i×100 to i×100+99 of the run.</param>
/// <param name="TotalFiles">How many files the factory found in all; 0 for explicit tasks.</param>
/// <param name="Files">The factory's files of this chunk, in order; empty for explicit tasks and for a last chunk with only the merge task.</param>
public sealed record TaskChunk(int Index, int TotalFiles, IReadOnlyList<InputFile> Files)
{
    /// <summary>Most tasks of one addtaskcollection (FACTS A.4).</summary>
    public const int Size = 100;
}

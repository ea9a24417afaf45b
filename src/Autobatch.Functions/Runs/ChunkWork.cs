namespace Autobatch.Functions.Runs;

/// <summary>One of a run's chunks.</summary>
public sealed record ChunkWork(RunInput Run, RunJob Job, int Chunk);

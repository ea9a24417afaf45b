namespace Autobatch.Functions.Runs;

/// <summary>One of a run's chunks.</summary>
internal sealed record ChunkWork(RunInput Run, RunJob Job, int Chunk);

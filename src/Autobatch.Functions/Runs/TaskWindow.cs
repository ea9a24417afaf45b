namespace Autobatch.Functions.Runs;

/// <summary>Some of a run's chunks.</summary>
public sealed record TaskWindow(RunInput Run, RunJob Job, int FirstChunk, int Chunks);

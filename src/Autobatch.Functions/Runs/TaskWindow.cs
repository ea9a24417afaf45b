namespace Autobatch.Functions.Runs;

/// <summary>Some of a run's chunks.</summary>
internal sealed record TaskWindow(RunInput Run, RunJob Job, int FirstChunk, int Chunks);

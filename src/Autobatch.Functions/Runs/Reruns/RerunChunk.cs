namespace Autobatch.Functions.Runs.Reruns;

/// <summary>One chunk of a rerun: which of the first run's chunks it is taken from, and which of its tasks run again.</summary>
internal sealed record RerunChunk(int Chunk, IReadOnlyList<string> Ids);

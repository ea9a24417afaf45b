namespace Autobatch.Functions.Runs;

/// <summary>The next tasks of a run whose workload has a cap.</summary>
internal sealed record PartWork(RunInput Run, RunJob Job, TaskCursor Next);

namespace Autobatch.Functions.Runs;

/// <summary>A job to be ended before its time.</summary>
/// <param name="Run">The run; a job that is another's is left alone.</param>
/// <param name="Job">The job.</param>
/// <param name="Reason">What Batch notes as the reason.</param>
internal sealed record JobEnding(RunInput Run, RunJob Job, string Reason);

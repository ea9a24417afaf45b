namespace Autobatch.Functions.Runs;

/// <summary>A job to be ended before its time.</summary>
/// <param name="Job">The job.</param>
/// <param name="Reason">What Batch notes as the reason.</param>
internal sealed record JobEnding(RunJob Job, string Reason);

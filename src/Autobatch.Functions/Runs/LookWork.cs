namespace Autobatch.Functions.Runs;

/// <summary>Input of <see cref="LookAtRun"/>.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">Its job.</param>
/// <param name="FailuresSeen">Failed tasks that earlier looks have asked after.</param>
internal sealed record LookWork(RunInput Run, RunJob Job, int FailuresSeen = 0);

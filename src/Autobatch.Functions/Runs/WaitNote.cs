namespace Autobatch.Functions.Runs;

/// <summary>A wait that began, or that ended.</summary>
/// <param name="Run">The run.</param>
/// <param name="Wait">The wait; null when nothing holds the run up any more.</param>
/// <param name="JobMade">Whether the run has a job already.</param>
internal sealed record WaitNote(RunInput Run, RunWait? Wait, bool JobMade);

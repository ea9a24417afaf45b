namespace Autobatch.Functions.Runs;

/// <summary>What is left to do for a run that was closed.</summary>
/// <param name="NotifyAttempts">How often somebody may be called to tell of the end; 0 when nobody is to be.</param>
internal sealed record ClosedRun(int NotifyAttempts);

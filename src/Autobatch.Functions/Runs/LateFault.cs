namespace Autobatch.Functions.Runs;

/// <summary>What went wrong after a run's end.</summary>
internal sealed record LateFault(RunInput Run, Fault Fault);

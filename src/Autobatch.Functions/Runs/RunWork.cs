namespace Autobatch.Functions.Runs;

/// <summary>Input of the activities that work on a planned run.</summary>
internal sealed record RunWork(RunInput Run, RunJob Job);

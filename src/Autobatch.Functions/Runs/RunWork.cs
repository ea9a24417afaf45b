namespace Autobatch.Functions.Runs;

/// <summary>Input of the activities that work on a planned run.</summary>
public sealed record RunWork(RunInput Run, RunJob Job);

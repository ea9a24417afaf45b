namespace Autobatch.Functions.Runs.Keys;

/// <summary>Input of <see cref="RepairKeys"/>.</summary>
internal sealed record KeyRepairWork(RunInput Run, RunJob Job, StaleKeys Keys);

namespace Autobatch.Functions.Api;

/// <summary>A run's tasks by what they do. While it runs the numbers are Batch's counts, which may lag.</summary>
internal sealed record RunCounts(int Total, int Succeeded, int Failed, int Running, int Active);

namespace Autobatch.Functions.Api;

/// <summary>One page of runs.</summary>
public sealed record RunListView(IReadOnlyList<RunView> Runs, string? ContinuationToken);

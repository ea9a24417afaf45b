namespace Autobatch.Functions.Api;

/// <summary>One page of runs.</summary>
internal sealed record RunListView(IReadOnlyList<RunView> Runs, string? ContinuationToken);

namespace Autobatch.Functions.Api.Timelines;

/// <summary>A run's tasks over time, put together: time in equal bins.</summary>
/// <param name="Ended">Tasks that have ended and are counted here.</param>
/// <param name="Running">Tasks that run now.</param>
/// <param name="IsWhole">Whether every task that has ended is counted; if not, ask again: reading goes on.</param>
/// <param name="From">When the first bin begins.</param>
/// <param name="BinSeconds">The length of each bin.</param>
/// <param name="Succeeded">Tasks that succeeded in each bin.</param>
/// <param name="Failed">Tasks that failed in each bin.</param>
/// <param name="Nodes">The first hundred nodes, and the others as one without a name.</param>
/// <param name="Failures">Failures by cause, the most frequent first; at most 50 causes.</param>
internal sealed record TimelineView(
    long Ended,
    int Running,
    bool IsWhole,
    DateTimeOffset From,
    double BinSeconds,
    IReadOnlyList<int> Succeeded,
    IReadOnlyList<int> Failed,
    IReadOnlyList<NodeTimelineView> Nodes,
    IReadOnlyList<FailureGroupView> Failures);

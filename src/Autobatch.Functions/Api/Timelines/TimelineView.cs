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

/// <summary>One node of it.</summary>
/// <param name="Id">The node; empty for all further ones together.</param>
/// <param name="Busy">How many tasks ran on it at a time in each bin, on the average.</param>
/// <param name="Failed">Tasks that failed in each bin; left out when none did.</param>
internal sealed record NodeTimelineView(string Id, IReadOnlyList<double> Busy, IReadOnlyList<int>? Failed);

/// <summary>Tasks that failed in the same way.</summary>
/// <param name="Cause">The exit code, or Batch's code of the failure.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The one that ended first.</param>
internal sealed record FailureGroupView(string Cause, long Count, TaskView First);

namespace Autobatch.Functions.Api.Timelines;

/// <summary>One node of it.</summary>
/// <param name="Id">The node; empty for all further ones together.</param>
/// <param name="Busy">How many tasks ran on it at a time in each bin, on the average.</param>
/// <param name="Failed">Tasks that failed in each bin; left out when none did.</param>
internal sealed record NodeTimelineView(string Id, IReadOnlyList<double> Busy, IReadOnlyList<int>? Failed);

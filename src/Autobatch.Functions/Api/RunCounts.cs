namespace Autobatch.Functions.Api;

/// <summary>A run's tasks by what they do. While it runs the numbers are Batch's counts, which may lag; once it has ended, total = succeeded + failed + notRun.</summary>
/// <param name="Total">All tasks of the run.</param>
/// <param name="Succeeded">Tasks that succeeded.</param>
/// <param name="Failed">Tasks that ended badly.</param>
/// <param name="Running">Tasks on a node; 0 when the run has ended.</param>
/// <param name="Active">Tasks that wait for a node; 0 when the run has ended.</param>
/// <param name="NotRun">Tasks that no node ever began; missing while the run goes on.</param>
internal sealed record RunCounts(int Total, int Succeeded, int Failed, int Running, int Active, int? NotRun = null);

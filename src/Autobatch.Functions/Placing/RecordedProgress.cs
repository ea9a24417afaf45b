namespace Autobatch.Functions.Placing;

/// <summary>Which tasks of a run are known to have succeeded in one account.</summary>
/// <param name="Mark">Everything that ended before this is in it, less the overlap of looks; null when nothing was seen yet.</param>
/// <param name="Succeeded">One bit a task (<see cref="Autobatch.Placement.TaskMarks"/>).</param>
/// <param name="Closed">Whether the run has left the account: from then on nothing is added, since the other tasks may run elsewhere.</param>
internal sealed record RecordedProgress(DateTimeOffset? Mark, byte[] Succeeded, bool Closed);

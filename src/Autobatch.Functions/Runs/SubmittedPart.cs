namespace Autobatch.Functions.Runs;

/// <summary>Where a run stands after it has added tasks, or what holds it up.</summary>
internal sealed record SubmittedPart(TaskCursor Next, Hold? Hold);

namespace Autobatch.Functions.Api.Timelines;

/// <summary>Tasks that failed in the same way.</summary>
/// <param name="Cause">The exit code, or Batch's code of the failure.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The one that ended first.</param>
internal sealed record FailureGroupView(string Cause, long Count, TaskView First);

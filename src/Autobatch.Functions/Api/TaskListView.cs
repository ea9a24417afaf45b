namespace Autobatch.Functions.Api;

/// <summary>One page of tasks.</summary>
public sealed record TaskListView(IReadOnlyList<TaskView> Tasks, string? ContinuationToken);

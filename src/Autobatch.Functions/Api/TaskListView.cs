namespace Autobatch.Functions.Api;

/// <summary>One page of tasks.</summary>
internal sealed record TaskListView(IReadOnlyList<TaskView> Tasks, string? ContinuationToken);

namespace Autobatch.Functions.Api.Pools;

/// <summary>A node of a pool.</summary>
internal sealed record NodeView(
    string Id, string State, DateTimeOffset? StateTransitionTime, bool IsDedicated, int RunningTasksCount, int TotalTasksRun, IReadOnlyList<string> Errors);

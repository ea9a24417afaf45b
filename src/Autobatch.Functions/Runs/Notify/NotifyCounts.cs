namespace Autobatch.Functions.Runs.Notify;

/// <summary>A run's tasks in numbers.</summary>
internal sealed record NotifyCounts(int Total, int Succeeded, int Failed, int NotRun);

namespace Autobatch.Functions.Api.Timelines;

/// <summary>Groups failed tasks by how they ended. Not safe for callers at the same time.</summary>
internal sealed class FailureGroups
{
    private const int MostCauses = 50;
    private const string OtherCauses = "Other causes";
    private const string ByExitCode = "FailureExitCode";
    private readonly Dictionary<string, FailureGroupView> _groups = new(StringComparer.Ordinal);

    public IReadOnlyList<FailureGroupView> All => [.. _groups.Values.OrderByDescending(g => g.Count).ThenBy(g => g.Cause, StringComparer.Ordinal)];

    public void Add(TaskView task)
    {
        string cause = CauseOf(task);
        if (!_groups.ContainsKey(cause) && _groups.Count >= MostCauses)
        {
            cause = OtherCauses;
        }

        _groups[cause] = _groups.TryGetValue(cause, out FailureGroupView? group)
            ? group with { Count = group.Count + 1, First = task.EndTime < group.First.EndTime ? task : group.First }
            : new FailureGroupView(cause, 1, task);
    }

    private static string CauseOf(TaskView task)
    {
        string? code = task.FailureInfo?.TryGetProperty("code", out var said) is true ? said.GetString() : null;
        return task.ExitCode is { } exit && code is null or ByExitCode ? $"Exit code {exit}" : code ?? "Unknown cause";
    }
}

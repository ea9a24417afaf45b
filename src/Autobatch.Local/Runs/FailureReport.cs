using System.Text.Json;

namespace Autobatch.Local.Runs;

/// <summary>Says why a run did not complete: its error, and the first failed tasks with the end of what they wrote to standard error.</summary>
internal static class FailureReport
{
    private const int MostTasks = 5;
    private const int MostLines = 8;
    private const int TailBytes = 4096;

    public static async Task WriteAsync(RunClient client, string runId, RunView run, IRunReporter reporter, CancellationToken cancellationToken)
    {
        if (run.Error is { } error)
        {
            reporter.Line($"{run.Status}: {error.Code}: {error.Detail}");
        }

        if (run.Counts is not { Failed: > 0 } counts)
        {
            return;
        }

        IReadOnlyList<TaskView> failed = await client.FailedTasksAsync(runId, MostTasks, cancellationToken).ConfigureAwait(false);
        foreach (TaskView task in failed)
        {
            reporter.Line($"task {task.Id}: {Reason(task)}");
            string errors = await client.TailAsync(runId, task.Id, "stderr.txt", TailBytes, cancellationToken).ConfigureAwait(false);
            foreach (string line in errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(MostLines))
            {
                reporter.Line($"    {line.TrimEnd()}");
            }
        }

        if (counts.Failed > failed.Count)
        {
            reporter.Line($"and {counts.Failed - failed.Count} more failed tasks");
        }
    }

    private static string Reason(TaskView task)
    {
        string code = Text(task.FailureInfo, "code") ?? "failed";
        string? message = Text(task.FailureInfo, "message");
        return task.ExitCode is { } exit ? $"exit code {exit}" : message is null ? code : $"{code}: {message}";
    }

    private static string? Text(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}

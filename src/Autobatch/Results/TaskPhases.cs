namespace Autobatch.Results;

/// <summary>Where a task's time went, in seconds; null is unknown. docs/results.md says how each is known.</summary>
/// <param name="Trigger">From the written manifest to the claimed run.</param>
/// <param name="Queue">From the task's creation to its start; unknown when it ran more than once.</param>
/// <param name="Node">From its last start to its end: staging, running and uploading together.</param>
/// <param name="Stage">Fetching packages and resource files; a part of <paramref name="Node"/> that Batch does not tell.</param>
/// <param name="Run">The process itself; a part of <paramref name="Node"/> that Batch does not tell.</param>
/// <param name="Upload">Until the last output was in storage, estimated.</param>
/// <param name="Notice">From its end until the run noticed that its tasks are done.</param>
public sealed record TaskPhases(double? Trigger, double? Queue, double? Node, double? Stage, double? Run, double? Upload, double? Notice)
{
    /// <summary>Every phase by its name, as results and metrics have it.</summary>
    public static IReadOnlyList<(string Name, Func<TaskPhases, double?> Of)> All { get; } =
    [
        ("trigger", p => p.Trigger), ("queue", p => p.Queue), ("node", p => p.Node), ("stage", p => p.Stage), ("run", p => p.Run),
        ("upload", p => p.Upload), ("notice", p => p.Notice),
    ];

    /// <summary>Nothing is known.</summary>
    public static TaskPhases Unknown { get; } = new(null, null, null, null, null, null, null);

    /// <summary>What can be known of one task.</summary>
    /// <param name="task">The task, with its times and outputs.</param>
    /// <param name="trigger">Seconds from the written manifest to the claimed run.</param>
    /// <param name="noticedAt">When the run noticed its end.</param>
    public static TaskPhases Of(TaskResult task, double? trigger, DateTimeOffset? noticedAt)
    {
        ArgumentNullException.ThrowIfNull(task);
        bool once = task.RetryCount == 0 && task.RequeueCount == 0;
        return new TaskPhases(
            trigger,
            once ? Between(task.CreationTime, task.StartTime) : null,
            Between(task.StartTime, task.EndTime),
            null,
            null,
            UploadOf(task),
            Between(task.EndTime, noticedAt));
    }

    // Batch counts uploading into the task's time, so its end is no lower bound; the first output that is in storage is.
    private static double? UploadOf(TaskResult task)
    {
        DateTimeOffset? first = task.EndTime;
        DateTimeOffset? last = null;
        foreach (OutputBlob output in task.Outputs)
        {
            first = first is null || output.LastModified < first ? output.LastModified ?? first : first;
            last = last is null || output.LastModified > last ? output.LastModified ?? last : last;
        }

        return Between(first, last);
    }

    // Two clocks may differ a little: what would be negative is none.
    private static double? Between(DateTimeOffset? from, DateTimeOffset? to) =>
        from is null || to is null ? null : Math.Max(0, Math.Round((to.Value - from.Value).TotalSeconds, 3));
}

using System.Collections.Concurrent;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// Every process at one moment, and the tasks that they came from. Reading /proc is the costly part of ending a task,
/// so those who want to look at the same time share one look (a cancelled job ends hundreds of tasks at once).
/// </summary>
internal sealed class ProcessSnapshot
{
    private const string TaskDirectoryEntry = "AZ_BATCH_TASK_DIR=";
    private static readonly Lock Gate = new();
    private static Task _latest = Task.CompletedTask;
    private static Task<ProcessSnapshot>? _next;

    private readonly ConcurrentDictionary<int, string?> _taskDirectories = new();

    private ProcessSnapshot(IReadOnlyList<ProcessStat> processes) => Processes = processes;

    /// <summary>All processes, dead ones that were not collected yet included.</summary>
    public IReadOnlyList<ProcessStat> Processes { get; }

    /// <summary>A look that begins after this call.</summary>
    public static Task<ProcessSnapshot> TakeAsync()
    {
        lock (Gate)
        {
            return _next ??= TakeAfterAsync(_latest);
        }
    }

    /// <summary>The AZ_BATCH_TASK_DIR that a process was started with; null when it has none, or is gone or another user's.</summary>
    public string? TaskDirectoryOf(ProcessStat process) =>
        _taskDirectories.GetOrAdd(process.Pid, static pid => ProcessTable.EnvironmentValue(pid, TaskDirectoryEntry));

    private static async Task<ProcessSnapshot> TakeAfterAsync(Task previous)
    {
        // Never on the caller's stack: TakeAsync still holds the gate and has not stored this task yet.
        await Task.Yield();
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (Gate)
        {
            // From here on this look has begun; who comes now gets the next one.
            _latest = _next!;
            _next = null;
        }

        return new ProcessSnapshot(ProcessTable.ReadAll());
    }
}

using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>
/// Active tasks of one job whose dependencies are satisfied, oldest first, one queue per number of required slots,
/// so that a task that does not fit now never makes the scheduler walk past thousands like it.
/// </summary>
internal sealed class ReadyTasks
{
    private readonly SortedDictionary<int, PriorityQueue<TaskEntry, long>> _bySlots = [];
    private TaskEntry? _manager;

    /// <summary>The job's manager task when it is ready: nothing of the job starts before it does. It leaves by being placed.</summary>
    public TaskEntry? Manager => _manager is { } task && IsReady(task) ? task : null;

    /// <summary>A task may run. It may be added again after a retry or requeue.</summary>
    public void Add(TaskEntry task)
    {
        var record = task.Record;
        task.WaitsForOthers = false;
        if (record.Manager)
        {
            _manager = task;
            return;
        }

        if (!_bySlots.TryGetValue(record.Traits.RequiredSlots, out var queue))
        {
            _bySlots.Add(record.Traits.RequiredSlots, queue = new());
        }

        queue.Enqueue(task, record.Sequence);
    }

    /// <summary>Whether anything is ready.</summary>
    public bool Any()
    {
        if (Manager is not null)
        {
            return true;
        }

        foreach (var queue in _bySlots.Values)
        {
            if (Head(queue) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The oldest task that needs at most this many slots, or null. It stays until <see cref="Take"/>.</summary>
    public TaskEntry? Oldest(int mostSlots)
    {
        TaskEntry? oldest = null;
        foreach (var (slots, queue) in _bySlots)
        {
            if (slots > mostSlots)
            {
                break;
            }

            if (Head(queue) is { } head && (oldest is null || head.Record.Sequence < oldest.Record.Sequence))
            {
                oldest = head;
            }
        }

        return oldest;
    }

    /// <summary>Removes what <see cref="Oldest"/> returned.</summary>
    public void Take(TaskEntry task) => _bySlots[task.Record.Traits.RequiredSlots].Dequeue();

    /// <summary>Tasks that were terminated or deleted while they waited are dropped when they come to the head.</summary>
    private static TaskEntry? Head(PriorityQueue<TaskEntry, long> queue)
    {
        while (queue.TryPeek(out var task, out _))
        {
            if (IsReady(task))
            {
                return task;
            }

            queue.Dequeue();
        }

        return null;
    }

    private static bool IsReady(TaskEntry task) => !task.Deleted && task.Attempt is null && task.Record.State.Current == TaskState.Active;
}

using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>
/// Active tasks of one job whose dependencies are satisfied, oldest first, one queue per number of nodes and of required slots,
/// so that a task that does not fit now never makes the scheduler walk past thousands like it.
/// </summary>
internal sealed class ReadyTasks
{
    private readonly SortedDictionary<(int Instances, int Slots), PriorityQueue<TaskEntry, long>> _bySize = [];
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

        if (!_bySize.TryGetValue(SizeOf(task), out var queue))
        {
            _bySize.Add(SizeOf(task), queue = new());
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

        foreach (var queue in _bySize.Values)
        {
            if (Head(queue) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether any multi-instance task may be ready.</summary>
    public bool AnyMultiInstance() => _bySize.Any(queue => queue.Key.Instances > 0 && queue.Value.Count > 0);

    /// <summary>The oldest multi-instance task that needs no more nodes than these, or null.</summary>
    public TaskEntry? OldestMultiInstance(int mostInstances) =>
        _bySize.Where(queue => queue.Key.Instances > 0 && queue.Key.Instances <= mostInstances).Select(queue => Head(queue.Value)).OfType<TaskEntry>().MinBy(task => task.Record.Sequence);

    /// <summary>The oldest task that fits, or null. It stays until <see cref="Take"/>.</summary>
    /// <param name="mostSlots">Slots of one node.</param>
    /// <param name="mostInstances">Nodes that a multi-instance task can have at once.</param>
    public TaskEntry? Oldest(int mostSlots, int mostInstances = 0)
    {
        TaskEntry? oldest = null;
        foreach (var (size, queue) in _bySize)
        {
            if (size.Slots <= mostSlots && size.Instances <= mostInstances && Head(queue) is { } head && (oldest is null || head.Record.Sequence < oldest.Record.Sequence))
            {
                oldest = head;
            }
        }

        return oldest;
    }

    /// <summary>Removes what <see cref="Oldest"/> returned.</summary>
    public void Take(TaskEntry task) => _bySize[SizeOf(task)].Dequeue();

    /// <summary>Ordinary tasks need no instances, and multi-instance tasks a node for each.</summary>
    private static (int Instances, int Slots) SizeOf(TaskEntry task) => (task.Record.Traits.MultiInstance?.Instances ?? 0, task.Record.Traits.RequiredSlots);

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

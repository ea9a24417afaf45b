using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Makes tasks ready that could run: at once, or when the service would have come to them. Under the gate.</summary>
internal sealed class Readiness(World world, ServicePace pace)
{
    private readonly PriorityQueue<TaskEntry, DateTimeOffset> _held = new();

    /// <summary>An active task could run from now on; it may be added again after a retry or requeue.</summary>
    public void Add(TaskEntry task)
    {
        var delay = task.Record.Manager ? TimeSpan.Zero : pace.Scheduling(task);
        if (delay == TimeSpan.Zero)
        {
            task.Job.Ready.Add(task);
        }
        else
        {
            task.WaitsForOthers = false;
            _held.Enqueue(task, world.Now() + delay);
        }
    }

    /// <summary>Puts an active task where the scheduler finds it, at arrival and after a restart: it waits for its dependencies, or could run.</summary>
    public void Enqueue(TaskEntry task)
    {
        var traits = task.Record.Traits;
        if (!traits.HasDependencies || task.Job.Dependencies.Add(task, traits.DependsOnIds, traits.DependsOnRanges))
        {
            Add(task);
        }
        else
        {
            task.WaitsForOthers = true;
        }
    }

    /// <summary>Makes those ready whose time has come; the answer is when the next one's will.</summary>
    public DateTimeOffset? Settle()
    {
        while (_held.TryPeek(out var task, out var due))
        {
            if (due > world.Now())
            {
                return due;
            }

            _held.Dequeue();
            if (task is { Deleted: false, Attempt: null, Record.State.Current: TaskState.Active })
            {
                task.Job.Ready.Add(task);
            }
        }

        return null;
    }
}

using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Which ready tasks go to which nodes now. Decides only; the caller starts what is returned.</summary>
internal static class Assignment
{
    /// <summary>Jobs of a pool in the order in which they are served: by priority, then by age.</summary>
    public static IEnumerable<JobEntry> Order(IEnumerable<JobEntry> jobs) =>
        jobs.OrderByDescending(job => job.Record.Traits.Priority).ThenBy(job => job.Record.Sequence);

    /// <summary>Whether the job may start a task at all.</summary>
    public static bool MayStart(JobEntry job) =>
        job.Record.State.Current == JobState.Active
        && (job.Record.Traits.MaxParallelTasks < 0 || job.RunningAttempts < job.Record.Traits.MaxParallelTasks);

    /// <summary>The next task with a node for each of its instances, or null when nothing of this job fits. The task is taken from the ready ones.</summary>
    public static (TaskEntry Task, IReadOnlyList<NodeEntry> Nodes)? Next(JobEntry job, PoolEntry pool)
    {
        if (!MayStart(job))
        {
            return null;
        }

        if (job.Ready.Manager is { } manager)
        {
            return Choose(job, pool, manager) is { } first ? (manager, [first]) : null;
        }

        var room = 0;
        foreach (var node in pool.Nodes.Values)
        {
            room = Math.Max(room, Room(job, node));
        }

        if (room == 0 || job.Ready.Oldest(room, Instances(job, pool)) is not { } task || Waiting(job, pool)?.Record.Sequence < task.Record.Sequence)
        {
            return null;
        }

        job.Ready.Take(task);
        var primary = Choose(job, pool, task)!;
        return (task, [primary, .. pool.Nodes.Values.Where(node => node != primary && Room(job, node) > 0).Take(task.Record.Traits.Instances - 1)]);
    }

    /// <summary>
    /// The multi-instance task that nodes are kept free for: nothing younger starts before it, else single tasks could keep it waiting for ever.
    /// Null when none is ready that the nodes could run together, once what runs there now has ended. A manager may wait for its tasks, so its node is not waited for.
    /// </summary>
    public static TaskEntry? Waiting(JobEntry job, PoolEntry pool) =>
        MayStart(job) && job.Ready.Manager is null && MultiInstance.Admits(pool.Record) && job.Ready.AnyMultiInstance()
            ? job.Ready.OldestMultiInstance(pool.Nodes.Values.Count(node => node.Available && JobNodeLifecycle.Admits(job, node) && !node.Attempts.Any(attempt => attempt is TaskInstance { Task.Record.Manager: true })))
            : null;

    /// <summary>How many nodes a multi-instance task of the job can have now.</summary>
    private static int Instances(JobEntry job, PoolEntry pool) =>
        MultiInstance.Admits(pool.Record) && job.Ready.AnyMultiInstance() ? pool.Nodes.Values.Count(node => Room(job, node) > 0) : 0;

    private static NodeEntry? Choose(JobEntry job, PoolEntry pool, TaskEntry task)
    {
        var traits = task.Record.Traits;
        return Placement.Choose(
            pool.Nodes.Values,
            node => (traits.Exclusive && node.UsedSlots > 0) || (traits.DedicatedOnly && !node.Record.Dedicated) ? 0 : Room(job, node),
            traits.RequiredSlots,
            pool.Record.Traits.Pack,
            Preferred(task.Record, pool.Record.Id));
    }

    /// <summary>Slots of a node that are free for the job; none where it could not prepare the node.</summary>
    private static int Room(JobEntry job, NodeEntry node) => node.FreeSlots is var free && free > 0 && JobNodeLifecycle.Admits(job, node) ? free : 0;

    /// <summary>A task that ran before goes back to where its working directory is, when there is room; else to the node it asks for.</summary>
    private static Func<NodeEntry, bool>? Preferred(TaskRecord task, string poolId)
    {
        if (task.Node is { } last && string.Equals(last.PoolId, poolId, StringComparison.OrdinalIgnoreCase))
        {
            return node => node.Record.Id == last.NodeId;
        }

        return task.Traits.AffinityId is { } affinity ? node => affinity == Affinity.Of(node.Record.Id) : null;
    }
}

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

    /// <summary>The next task and its node, or null when nothing of this job fits. The task is taken from the ready ones.</summary>
    public static (TaskEntry Task, NodeEntry Node)? Next(JobEntry job, PoolEntry pool)
    {
        var room = 0;
        foreach (var node in pool.Nodes.Values)
        {
            room = Math.Max(room, node.FreeSlots);
        }

        if (room == 0 || !MayStart(job) || job.Ready.Oldest(room) is not { } task)
        {
            return null;
        }

        var traits = task.Record.Traits;
        var chosen = Placement.Choose(
            pool.Nodes.Values,
            node => node.FreeSlots,
            traits.RequiredSlots,
            pool.Record.Traits.Pack,
            Preferred(task.Record, pool.Record.Id))!;
        job.Ready.Take(task);
        return (task, chosen);
    }

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

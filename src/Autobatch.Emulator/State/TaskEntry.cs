using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.State;

/// <summary>A task's place in the working set: its latest record and, while it runs, the attempt.</summary>
internal sealed class TaskEntry(JobEntry job, TaskRecord record)
{
    private TaskRecord _record = record;

    public JobEntry Job { get; } = job;

    /// <summary>May be read without the gate: records are immutable and the reference is written atomically.</summary>
    public TaskRecord Record
    {
        get => Volatile.Read(ref _record);
        set => Volatile.Write(ref _record, value);
    }

    /// <summary>Where its last attempt's directories are, the primary's first: one on each node of a multi-instance task, none when it never ran.</summary>
    public IReadOnlyList<TaskPlace> Places => [.. Record.RanOn.Select(node => new TaskPlace(new(Job.Account.Name, node.PoolId, node.NodeId), Job.Record.Id, Record.Id))];

    /// <summary>The attempt under way; null otherwise.</summary>
    public TaskRun? Attempt { get; set; }

    /// <summary>Whether it is active but not ready, since tasks that it depends on have not satisfied yet.</summary>
    public bool WaitsForOthers { get; set; }

    /// <summary>The removal of the directory of a deleted task of the same id, for which its first attempt waits; null when there is none.</summary>
    public Task? Namesake { get; init; }

    /// <summary>Set when the task is deleted, so that queues skip it.</summary>
    public bool Deleted { get; set; }
}

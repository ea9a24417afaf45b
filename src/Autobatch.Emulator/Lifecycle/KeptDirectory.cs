using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>The directory of something that has ended on a node. All under the gate.</summary>
internal abstract class KeptDirectory
{
    /// <summary>When it may go; null is never, or not any more.</summary>
    public abstract DateTimeOffset? Due { get; }

    /// <summary>Where it is, on each node of a multi-instance task.</summary>
    public abstract IReadOnlyList<TaskPlace> Places { get; }

    /// <summary>Its removal begins, and is over; meanwhile nothing new may begin there.</summary>
    public abstract void Removing(bool begins);

    /// <summary>It is gone.</summary>
    public abstract void Removed();
}

/// <summary>A task's. It may be deleted or reactivated before its time.</summary>
internal sealed class KeptTask(World world, TaskEntry task) : KeptDirectory
{
    private TaskCompletionSource? _removal;

    public override DateTimeOffset? Due =>
        !task.Deleted && !task.Job.Gone && task.Record is { Node: not null, FilesRemoved: false, State.Current: TaskState.Completed } record
            ? Model.Due.After(record.Execution.EndTime, Retention.Of(record.Definition.Property("constraints")))
            : null;

    public override IReadOnlyList<TaskPlace> Places => task.Places;

    public override void Removing(bool begins)
    {
        var removals = task.Job.Removals;
        if (begins)
        {
            _removal = new(TaskCreationOptions.RunContinuationsAsynchronously);
            removals.Begin(task.Record.Id, _removal.Task);
        }
        else
        {
            removals.End(task.Record.Id, _removal!.Task);
            _removal.SetResult();
        }
    }

    public override void Removed()
    {
        if (!task.Deleted && !task.Job.Gone)
        {
            world.Put(task, task.Record with { FilesRemoved = true });
        }
    }
}

/// <summary>That of a preparation or release task on one node, once its job is completed: before, tasks use the one, and both may run again.</summary>
internal sealed class KeptJobTask(World world, JobNode at, bool release) : KeptDirectory
{
    private readonly JobTraits _traits = at.Job.Record.Traits;

    public override DateTimeOffset? Due =>
        !at.Job.Gone && at.Job.Record.State.Current == JobState.Completed && Execution is { FilesRemoved: false } execution
            ? Model.Due.After(execution.EndTime, release ? _traits.Release?.Retention : _traits.Preparation?.Retention)
            : null;

    public override IReadOnlyList<TaskPlace> Places =>
        [new(new(at.Job.Account.Name, at.Record.PoolId, at.Record.NodeId), at.Job.Record.Id, release ? _traits.Release!.Id : _traits.Preparation!.Id)];

    private JobTaskExecution? Execution => release ? at.Record.Release : at.Record.Preparation;

    public override void Removing(bool begins)
    {
        // Nothing begins any more on the nodes of a completed job.
    }

    public override void Removed()
    {
        if (!at.Job.Gone && Execution is { } execution)
        {
            execution = execution with { FilesRemoved = true };
            world.Put(at, release ? at.Record with { Release = execution } : at.Record with { Preparation = execution });
        }
    }
}

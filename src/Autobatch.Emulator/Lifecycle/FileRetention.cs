using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Removes the directories of tasks whose retentionTime is over (FACTS C.3). Under the gate, except where a directory is removed.</summary>
internal sealed class FileRetention(World world, INodeAgent agent, Background background)
{
    private readonly PriorityQueue<TaskEntry, DateTimeOffset> _kept = new();

    /// <summary>A task has completed: at its end, and again after a restart of the emulator.</summary>
    public void Completed(TaskEntry task)
    {
        if (task.Record.Node is not null && !task.Record.FilesRemoved && Due(task.Record) is { } due)
        {
            _kept.Enqueue(task, due);
        }
    }

    /// <summary>Removes in the background what is due.</summary>
    /// <returns>When it must be called again; null is not before another task completes.</returns>
    public DateTimeOffset? Expire()
    {
        List<TaskEntry> expired = [];
        DateTimeOffset? next = null;
        var now = world.Now();
        while (next is null && _kept.TryPeek(out var task, out var due))
        {
            if (due > now)
            {
                next = due;
                continue;
            }

            expired.Add(_kept.Dequeue());
        }

        if (expired.Count > 0)
        {
            background.Run(() => RemoveAsync(expired));
        }

        return next;
    }

    private async Task RemoveAsync(List<TaskEntry> expired)
    {
        foreach (var task in expired)
        {
            TaskRecord record;
            lock (world.Gate)
            {
                // It may have been deleted or reactivated since it completed.
                record = task.Record;
                if (task.Deleted || task.Job.Gone || record.FilesRemoved || !(Due(record) <= world.Now()))
                {
                    continue;
                }

                task.Removing = true;
            }

            try
            {
                await agent.DeleteTaskAsync(new(new(task.Job.Account.Name, record.Node!.PoolId, record.Node.NodeId), task.Job.Record.Id, record.Id), CancellationToken.None);
            }
            finally
            {
                lock (world.Gate)
                {
                    task.Removing = false;
                }
            }

            lock (world.Gate)
            {
                if (!task.Deleted && !task.Job.Gone)
                {
                    world.Put(task, task.Record with { FilesRemoved = true });
                }
            }
        }
    }

    /// <summary>When the directory may go; null is never.</summary>
    private static DateTimeOffset? Due(TaskRecord task) =>
        task.State.Current == TaskState.Completed
        && task.Execution.EndTime is { } end
        && Retention.Of(task.Definition.Property("constraints")) is { } kept
        && kept < DateTimeOffset.MaxValue - end ? end + kept : null;
}

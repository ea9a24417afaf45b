using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Removes the directories of tasks whose retentionTime is over (FACTS C.3). Under the gate, except where a directory is removed.</summary>
internal sealed class FileRetention(World world, INodeAgent agent, Background background)
{
    private readonly PriorityQueue<KeptDirectory, DateTimeOffset> _kept = new();

    /// <summary>A task has completed: at its end, and again after a restart of the emulator.</summary>
    public void Completed(TaskEntry task) => Keep(new KeptTask(world, task));

    /// <summary>A job has completed, and with it its preparation and release tasks; told like the end of a task.</summary>
    public void Completed(JobEntry job)
    {
        if (job.Record.State.Current == JobState.Completed)
        {
            foreach (var at in job.Nodes.Values)
            {
                Keep(new KeptJobTask(world, at, release: false));
                Keep(new KeptJobTask(world, at, release: true));
            }
        }
    }

    /// <summary>Removes in the background what is due.</summary>
    /// <returns>When it must be called again; null is not before another task completes.</returns>
    public DateTimeOffset? Expire()
    {
        List<KeptDirectory> expired = [];
        DateTimeOffset? next = null;
        var now = world.Now();
        while (next is null && _kept.TryPeek(out var kept, out var due))
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

    private void Keep(KeptDirectory directory)
    {
        if (directory.Due is { } due)
        {
            _kept.Enqueue(directory, due);
        }
    }

    private async Task RemoveAsync(List<KeptDirectory> expired)
    {
        await world.BeforeRemovalAsync();
        foreach (var directory in expired)
        {
            IReadOnlyList<TaskPlace> places;
            lock (world.Gate)
            {
                if (!(directory.Due <= world.Now()))
                {
                    continue;
                }

                places = directory.Places;
                directory.Removing(begins: true);
            }

            try
            {
                await Task.WhenAll(places.Select(place => agent.DeleteTaskAsync(place, CancellationToken.None)));
                lock (world.Gate)
                {
                    directory.Removed();
                }
            }
            finally
            {
                lock (world.Gate)
                {
                    directory.Removing(begins: false);
                }
            }
        }
    }
}

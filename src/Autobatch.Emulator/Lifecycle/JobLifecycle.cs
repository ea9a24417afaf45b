using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Everything that happens to a job after its creation. All under the gate, except where a directory is removed.</summary>
internal sealed class JobLifecycle(World world, Wakeup wakeup, INodeAgent agent, Background background, JobNodeLifecycle nodes, AutoPools autoPools, FileRetention retention)
{
    /// <summary>A job has arrived with a body that has passed validation.</summary>
    public void Add(JobEntry job)
    {
        world.Put(job, autoPools.Create(job.Account, job.Record));
        wakeup.Now();
    }

    /// <summary>Ends a job; its running tasks end, its active tasks stay active for ever (FACTS A.2).</summary>
    public void Terminate(JobEntry job, string reason)
    {
        Move(job, JobState.Terminating, record => record with { TerminateReason = reason });
        Stop(job, StopIntent.Terminate);
        Settle(job);
    }

    /// <summary>Stops scheduling. Running tasks are requeued, terminated, or waited for.</summary>
    public void Disable(JobEntry job, string disableTasks)
    {
        if (job.Record.State.Current != JobState.Disabling)
        {
            Move(job, JobState.Disabling, record => record with { DisableTasks = disableTasks });
        }
        else
        {
            world.Put(job, job.Record with { DisableTasks = disableTasks });
        }

        if (!string.Equals(disableTasks, "wait", StringComparison.OrdinalIgnoreCase))
        {
            Stop(job, string.Equals(disableTasks, "terminate", StringComparison.OrdinalIgnoreCase) ? StopIntent.Terminate : StopIntent.Requeue);
        }

        Settle(job);
    }

    /// <summary>Starts scheduling again.</summary>
    public void Enable(JobEntry job)
    {
        Move(job, JobState.Enabling, record => record with { DisableTasks = null });
        Settle(job);
        wakeup.Now();
    }

    /// <summary>Ends and removes a job with its tasks and their directories.</summary>
    public void Delete(JobEntry job)
    {
        Move(job, JobState.Deleting, record => record);
        Stop(job, StopIntent.Terminate);
        Settle(job);

        // It counts as active no more, though its release may run for long: a schedule may wait for that.
        wakeup.Now();
    }

    /// <summary>Does what a task's exit conditions ask for, also for the tasks that a job waits for while it is being disabled; what a request ended asks for nothing then.</summary>
    public void Perform(JobEntry job, JobAction action)
    {
        if (job.Record is not ({ State.Current: JobState.Active } or { State.Current: JobState.Disabling, DisableTasks: "wait" }))
        {
            return;
        }

        switch (action)
        {
            case JobAction.Terminate:
                Terminate(job, "TaskFailed");
                break;
            case JobAction.Disable:
                Disable(job, "requeue");
                break;
        }
    }

    /// <summary>Takes every step that has become due: asked after each change of the job or of its tasks.</summary>
    public void Settle(JobEntry job)
    {
        if (job.Gone)
        {
            return;
        }

        switch (job.Record.State.Current)
        {
            case JobState.Active when job.Record.Traits.TerminateWhenComplete && job.Tally.Tasks is { Active: 0, Running: 0 }:
                Terminate(job, "AllTasksComplete");
                break;
            case JobState.Enabling:
                Move(job, JobState.Active, record => record);
                Settle(job); // its last task may have ended while it was disabled
                break;
            case JobState.Disabling when job.IsQuiet:
                Move(job, JobState.Disabled, record => record);
                break;
            case JobState.Terminating when job.IsQuiet && !nodes.Release(job):
                Move(job, JobState.Completed, record => record with { EndTime = record.LastModified });
                autoPools.End(job);
                retention.Completed(job);
                wakeup.Now();
                break;
            case JobState.Deleting when job.IsQuiet && !job.Removing && !nodes.Release(job):
                job.Removing = true;
                autoPools.End(job);
                var before = job.Removals.All;
                background.Run(() => RemoveAsync(job, before));
                break;
        }
    }

    private async Task RemoveAsync(JobEntry job, Task before)
    {
        await before;
        await world.BeforeRemovalAsync();

        // The id becomes free only when no old file can show up under a new job of the same name.
        await agent.DeleteJobAsync(job.Account.Name, job.Record.Id, CancellationToken.None);
        lock (world.Gate)
        {
            // After a reset another job may have the id.
            if (!job.Gone)
            {
                world.Remove(job);
                wakeup.Now();
            }
        }
    }

    private void Move(JobEntry job, JobState to, Func<JobRecord, JobRecord> change)
    {
        var now = world.Now();
        world.Put(job, change(job.Record with { LastModified = now, State = JobStates.Machine.Move(job.Record.State, to, now) }));
    }

    private static void Stop(JobEntry job, StopIntent intent)
    {
        if (job.IsQuiet)
        {
            return;
        }

        foreach (var task in job.Tasks.Values)
        {
            task.Attempt?.Stop(intent);
        }

        foreach (var at in job.Nodes.Values)
        {
            if (at.Run is { Release: false } preparation)
            {
                preparation.Stop(intent);
            }
        }
    }
}

using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Preparation and release of nodes by a job (FACTS C.2). All under the gate; it decides, and the scheduler starts what is due.</summary>
internal sealed class JobNodeLifecycle(World world, Wakeup wakeup)
{
    private readonly List<JobTaskRun> _due = [];

    /// <summary>Whether tasks of the job may be placed on the node.</summary>
    public static bool Admits(JobEntry job, NodeEntry node) =>
        job.Record.Traits.Preparation is not { } preparation
        || !job.Nodes.TryGetValue(node.Record.Id, out var at)
        || !at.Record.IsBarred(preparation, node.Record.LastBootTime);

    /// <summary>Whether a task whose preparation is over may run now.</summary>
    public static bool IsPrepared(TaskInstance attempt) =>
        attempt.Task.Job.Record.Traits.Preparation is { } preparation
        && attempt.Task.Job.Nodes.TryGetValue(attempt.Node.Record.Id, out var at)
        && at.Record.IsPrepared(preparation, attempt.Node.Record);

    /// <summary>Prepares the node when it needs it.</summary>
    /// <returns>What the job's tasks on that node wait for, or null.</returns>
    public JobTaskRun? Prepare(JobEntry job, NodeEntry node, DateTimeOffset now)
    {
        if (job.Record.Traits.Preparation is not { } preparation)
        {
            return null;
        }

        var known = job.Nodes.GetValueOrDefault(node.Record.Id);
        var run = known?.Run;
        if (run is null && known?.Record.IsPrepared(preparation, node.Record) != true)
        {
            var execution = JobTaskEnding.Started(known?.Record.Preparation, now);
            var record = known?.Record ?? new() { PoolId = node.Pool.Record.Id, NodeId = node.Record.Id, Preparation = execution, Boot = node.Record.LastBootTime };
            var at = known ?? new(job, record);
            world.Put(at, record with { Preparation = execution, Boot = node.Record.LastBootTime });
            run = Begin(new(at, node, release: false), now);
        }

        return preparation.WaitForSuccess ? run : null;
    }

    /// <summary>Starts the release task on every node where preparation ran, that is there and was not released yet.</summary>
    /// <returns>Whether there is anything to wait for.</returns>
    public bool Release(JobEntry job)
    {
        if (job.Record.Traits.Release is null)
        {
            return false;
        }

        foreach (var at in job.Nodes.Values.Where(at => at.Record.Release is null).ToList())
        {
            if (NodeOf(at) is { Record.State.Current: NodeState.Idle or NodeState.Running or NodeState.Offline } node)
            {
                var now = world.Now();
                world.Put(at, at.Record with { Release = JobTaskEnding.Started(null, now) });
                Begin(new(at, node, release: true), now);
            }
        }

        return job.RunningJobTasks > 0;
    }

    /// <summary>A process of the run is gone.</summary>
    /// <returns>Whether the run goes on with a retry.</returns>
    public bool End(JobTaskRun run, TaskOutcome outcome)
    {
        var (at, job, now) = (run.At, run.At.Job, world.Now());
        var execution = run.Release ? at.Record.Release! : at.Record.Preparation;
        if (run.Intent == StopIntent.None && !run.Release && JobTaskEnding.IsRetried(execution, outcome, job.Record.Traits.Preparation!.MaxRetries))
        {
            Put(run, JobTaskEnding.Retried(execution, now));
            return true;
        }

        at.Run = null;
        job.RunningJobTasks--;
        var node = NodeWork.Leave(run, now);
        if (run.Intent is StopIntent.Shutdown or StopIntent.Discard || job.Gone)
        {
            return false;
        }

        if (NodeOf(at) is { } there)
        {
            world.Put(there, node);
        }

        Put(run, run.Intent == StopIntent.None ? JobTaskEnding.Completed(execution, outcome, now) : JobTaskEnding.Interrupted(execution, now));
        return false;
    }

    /// <summary>Runs to be started, once each.</summary>
    public IReadOnlyList<JobTaskRun> Take()
    {
        JobTaskRun[] due = [.. _due];
        _due.Clear();
        return due;
    }

    private JobTaskRun Begin(JobTaskRun run, DateTimeOffset now)
    {
        run.At.Run = run;
        run.At.Job.RunningJobTasks++;
        NodeWork.Enter(run, now);
        _due.Add(run);
        wakeup.Now();
        return run;
    }

    private void Put(JobTaskRun run, JobTaskExecution execution) =>
        world.Put(run.At, run.Release ? run.At.Record with { Release = execution } : run.At.Record with { Preparation = execution });

    private static NodeEntry? NodeOf(JobNode at) =>
        at.Job.Account.Pools.GetValueOrDefault(at.Record.PoolId)?.Nodes.GetValueOrDefault(at.Record.NodeId);
}

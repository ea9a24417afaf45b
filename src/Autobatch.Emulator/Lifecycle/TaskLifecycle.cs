using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Everything that happens to a task, from its arrival to its end. All under the gate, except where a directory is removed.</summary>
internal sealed class TaskLifecycle(World world, Wakeup wakeup, INodeAgent agent, Background background, JobLifecycle jobs, JobNodeLifecycle nodes, Readiness ready, FileRetention retention)
{
    private const int RecentTasks = 10;

    /// <summary>A task, or the manager task of a new job, has arrived with a body that has passed validation; it waits for its dependencies or is ready.</summary>
    public TaskRecord Add(JobEntry job, JsonElement body, bool manager)
    {
        var now = world.Now();
        var id = body.GetProperty("id").GetString()!;
        var task = new TaskEntry(job, new()
        {
            Id = id,
            Sequence = ++job.Account.LastSequence,
            CreationTime = now,
            LastModified = now,
            State = new(TaskState.Active, now),
            Definition = body,
            Traits = TaskTraits.Read(body, manager),
            MaxRetries = body.Property("constraints")?.Property("maxTaskRetryCount")?.GetInt32() ?? job.Record.Traits.MaxRetries,
            Manager = manager,
        })
        {
            Namesake = job.Removals.Of(id),
        };
        world.Add(task);
        ready.Enqueue(task);
        wakeup.Now();
        return task.Record;
    }

    /// <summary>The attempt has a node; it may have to wait for the node's preparation.</summary>
    public void Begin(TaskRun attempt, DateTimeOffset now)
    {
        var (task, node) = (attempt.Task, attempt.Node);
        task.Attempt = attempt;
        task.Job.RunningAttempts++;
        foreach (var instance in attempt.Instances)
        {
            NodeWork.Enter(instance, now);
            instance.Preparation = nodes.Prepare(task.Job, instance.Node, now);
        }

        var placed = task.Record with
        {
            Node = PlaceOf(node),
            Subtasks = task.Record.Traits.MultiInstance is null
                ? null
                : [.. attempt.Subtasks.Select(run => new SubtaskRecord { Id = run.Id, Node = PlaceOf(run.Node), State = new(SubtaskState.Preparing, now) })],
        };
        world.Put(task, attempt.Instances.All(instance => instance.Preparation is null)
            ? Running(placed, now)
            : placed with { LastModified = now, State = TaskStates.Machine.Move(placed.State, TaskState.Preparing, now) });
    }

    /// <summary>The node is prepared.</summary>
    public void Prepared(TaskRun attempt) => world.Put(attempt.Task, Running(attempt.Task.Record, world.Now()));

    /// <summary>The node could not be prepared: the task waits for another one.</summary>
    public void Unprepared(TaskRun attempt)
    {
        var (task, now) = (attempt.Task, world.Now());
        Leave(attempt, null, now);
        if (!task.Deleted)
        {
            world.Put(task, task.Record with { LastModified = now, State = TaskStates.Machine.Move(task.Record.State, TaskState.Active, now), Subtasks = task.Record.Subtasks is null ? null : [] });
            ready.Add(task);
        }

        jobs.Settle(task.Job);
        wakeup.Now();
    }

    /// <summary>The attempt is over and its process is gone.</summary>
    public void End(TaskRun attempt, TaskOutcome outcome)
    {
        var (task, job) = (attempt.Task, attempt.Task.Job);
        var now = world.Now();
        Leave(attempt, task.Record.State.Current == TaskState.Running ? outcome : null, now);
        if (attempt.Intent != StopIntent.Shutdown && !task.Deleted)
        {
            var next = TaskEnding.Next(task.Record with { Subtasks = Coordinated(attempt, now) }, outcome, attempt.Intent, now);
            world.Put(task, next);
            if (next.State.Current == TaskState.Completed)
            {
                Completed(task);
            }
            else
            {
                ready.Add(task);
            }
        }

        jobs.Settle(job);
        wakeup.Now();
    }

    /// <summary>A user ends a task: at once when it waits, otherwise when its process is gone.</summary>
    /// <returns>The attempt to wait for, or null.</returns>
    public Attempt? Terminate(TaskEntry task)
    {
        if (task.Attempt is { } attempt)
        {
            attempt.Stop(StopIntent.Terminate);
            return attempt;
        }

        world.Put(task, TaskEnding.Completed(task.Record, null, TaskEnding.TaskEnded, world.Now()));
        Completed(task);
        jobs.Settle(task.Job);
        wakeup.Now();
        return null;
    }

    /// <summary>A user deletes a task. Its id is free at once.</summary>
    /// <returns>Completes when its process and its directory are gone.</returns>
    public Task Delete(TaskEntry task)
    {
        world.Remove(task);
        task.Attempt?.Stop(StopIntent.Discard);
        var removal = task.Record.Node is null ? Task.CompletedTask : Remove(task);
        jobs.Settle(task.Job);
        wakeup.Now();
        return removal;
    }

    /// <summary>A failed task starts anew.</summary>
    public void Reactivate(TaskEntry task)
    {
        var now = world.Now();
        var record = task.Record;
        if (record.Satisfied)
        {
            task.Job.Dependencies.Forget(record.Id);
        }

        world.Put(task, record with
        {
            LastModified = now,
            State = TaskStates.Machine.Move(record.State, TaskState.Active, now),
            Satisfied = false,
            FilesRemoved = false,
            Execution = new() { Attempts = record.Execution.Attempts },
        });

        // It may have been terminated while it still waited for others.
        ready.Enqueue(task);
        wakeup.Now();
    }

    /// <summary>Goes on whether the client still waits or not: a namesake must not find the directory.</summary>
    private Task Remove(TaskEntry task)
    {
        var (id, removals, ended) = (task.Record.Id, task.Job.Removals, task.Attempt?.Ended.Task ?? Task.CompletedTask);
        var before = removals.Of(id) ?? Task.CompletedTask;
        var removal = Task.CompletedTask;
        removal = background.Run(async () =>
        {
            try
            {
                await Task.WhenAll(ended, before);
                await world.BeforeRemovalAsync();
                foreach (var place in task.Places)
                {
                    await agent.DeleteTaskAsync(place, CancellationToken.None);
                }
            }
            finally
            {
                lock (world.Gate)
                {
                    removals.End(id, removal);
                }
            }
        });
        removals.Begin(id, removal);
        return removal;
    }

    private void Completed(TaskEntry task)
    {
        var (job, record) = (task.Job, task.Record);
        retention.Completed(task);
        if (record.Satisfied)
        {
            foreach (var dependent in job.Dependencies.Satisfy(record.Id))
            {
                ready.Add(dependent);
            }
        }

        if (record.Manager && job.Record.Traits.Manager is { KillJobOnCompletion: true } && JobStates.Machine.Allows(job.Record.State.Current, JobState.Terminating))
        {
            jobs.Terminate(job, "JMComplete");
        }
        else if (job.Record.Traits.PerformExitActions)
        {
            jobs.Perform(job, ExitConditions.Decide(record.Definition, record.Execution.ExitCode, record.Execution.Failure).Action);
        }
    }

    private static TaskRecord Running(TaskRecord record, DateTimeOffset now) => record with
    {
        LastModified = now,
        State = TaskStates.Machine.Move(record.State, TaskState.Running, now),
        Subtasks = record.Subtasks is null ? null : [.. record.Subtasks.Select(subtask => subtask.Running(now))],
        Execution = record.Execution with { StartTime = now, Attempts = record.Execution.Attempts + 1 },
    };

    private static TaskNode PlaceOf(NodeEntry node) => new(node.Pool.Record.Id, node.Record.Id);

    /// <summary>The subtasks with the exit codes of their coordination commands; what has failed is over.</summary>
    private static IReadOnlyList<SubtaskRecord>? Coordinated(TaskRun attempt, DateTimeOffset now) => attempt.Task.Record.Subtasks is not { } subtasks ? null :
    [
        .. subtasks.Zip(attempt.Subtasks, (record, run) => run.Coordination is not { } outcome ? record
            : record with { ExitCode = outcome.ExitCode } is var coordinated && outcome.Failure is { } failure ? coordinated.Completed(failure, now) : coordinated),
    ];

    /// <summary>Gives the nodes back; without an outcome it has not run.</summary>
    private void Leave(TaskRun attempt, TaskOutcome? outcome, DateTimeOffset now)
    {
        attempt.Task.Attempt = null;
        attempt.Task.Job.RunningAttempts--;
        foreach (var instance in attempt.Instances)
        {
            Leave(instance, outcome, now);
        }
    }

    private void Leave(TaskInstance attempt, TaskOutcome? outcome, DateTimeOffset now)
    {
        var (task, node) = (attempt.Task, attempt.Node);
        var record = NodeWork.Leave(attempt, now);
        if (!node.Pool.Nodes.ContainsKey(node.Record.Id))
        {
            return;
        }

        world.Put(node, outcome is null ? record : record with
        {
            TotalTasksRun = record.TotalTasksRun + 1,
            TotalTasksSucceeded = record.TotalTasksSucceeded + (outcome.Failure is null ? 1 : 0),
            Recent = [.. record.Recent.TakeLast(RecentTasks - 1), new RecentTask(task.Job.Record.Id, task.Record.Id, attempt.Id == 0 ? null : attempt.Id)],
        });
    }
}

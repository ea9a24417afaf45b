using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Takes an attempt from its placement over the node agent to its end.</summary>
internal sealed partial class AttemptRunner(World world, INodeAgent agent, PackageResolver packages, TaskLifecycle tasks, AccountUrls urls, ILogger<AttemptRunner> logger)
{
    private readonly ILogger _logger = logger;
    private readonly Coordination _coordination = new(world, agent);

    /// <summary>Books slots and shows the task as running, or as preparing. Under the gate.</summary>
    /// <param name="task">The task.</param>
    /// <param name="nodes">One for each instance, the primary's first.</param>
    public TaskRun Place(TaskEntry task, IReadOnlyList<NodeEntry> nodes)
    {
        var attempt = new TaskRun(task, nodes[0], [.. nodes.Skip(1)]);
        tasks.Begin(attempt, world.Now());
        return attempt;
    }

    /// <summary>Runs the attempt in the background.</summary>
    public void Start(TaskRun attempt) => _ = Task.Run(() => RunAsync(attempt));

    private async Task RunAsync(TaskRun attempt)
    {
        Task[] preparations = [.. attempt.Instances.Select(instance => instance.Preparation?.Ended.Task).OfType<Task>()];
        if (preparations.Length == 0 || await PreparedAsync(attempt, preparations))
        {
            var outcome = await OutcomeAsync(attempt);
            lock (world.Gate)
            {
                tasks.End(attempt, outcome);
            }
        }

        foreach (var instance in attempt.Instances)
        {
            instance.Ended.SetResult();
            instance.Dispose();
        }
    }

    private async Task<TaskOutcome> OutcomeAsync(TaskRun attempt)
    {
        try
        {
            if (attempt.Task.Namesake is { IsCompleted: false } namesake)
            {
                await namesake.WaitAsync(attempt.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return attempt.Task.Record.Traits.MultiInstance is null ? await OutcomeAsync(attempt, attempt.Stopping) : await _coordination.RunAsync(attempt, OutcomeAsync);
        }
        catch (Exception e)
        {
            // The agent promises not to throw; if it does, the task must still end with a name.
            LogAttemptFailed(e, attempt.Task.Job.Record.Id, attempt.Task.Record.Id);
            return Ended(new("servererror", "Unknown", "The emulator failed to run the task; its log has the reason.", []));
        }
    }

    private async Task<TaskOutcome> OutcomeAsync(TaskInstance attempt, CancellationToken stopping, InstanceLaunch? instance = null, TimeSpan spent = default) => await packages.ResolveAsync(attempt) switch
    {
        (null, { } failure) => Ended(failure),
        var (resolved, _) => await agent.RunAsync(Launch(attempt, resolved!, instance, spent), _ => { }, stopping),
    };

    /// <summary>Waits for the preparation of the nodes; false when the attempt is over without having run.</summary>
    private async Task<bool> PreparedAsync(TaskRun attempt, Task[] preparations)
    {
        await Task.WhenAll(preparations).WaitAsync(attempt.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (world.Gate)
        {
            if (attempt.Intent != StopIntent.None)
            {
                var now = world.Now();
                tasks.End(attempt, new(null, TaskEnding.TaskEnded, now, now, true));
                return false;
            }

            if (attempt.Instances.Any(instance => instance.Preparation is not null && !JobNodeLifecycle.IsPrepared(instance)))
            {
                tasks.Unprepared(attempt);
                return false;
            }

            tasks.Prepared(attempt);
            return true;
        }
    }

    private TaskLaunch Launch(TaskInstance attempt, IReadOnlyList<PackageToDeploy> resolved, InstanceLaunch? instance, TimeSpan spent)
    {
        var task = attempt.Task.Record;
        var job = attempt.Task.Job;
        return new(
            attempt.Place,
            urls.Of(job.Account.Name),
            task.Definition,
            CommonEnvironment.Of(job.Record),
            resolved,
            Left(task.Definition.Property("constraints")?.Property("maxWallClockTime").Limit(), spent),
            task.Execution.Attempts - 1,
            TaskEnding.RetriesLeft(task),
            attempt.Node.Record.Dedicated)
        {
            Sent = task.CreationTime,
            Mounts = attempt.Node.Mounts,
            Instance = instance,
            PreparationId = job.Record.Traits.Preparation?.Id,
            AuthenticationToken = task.Definition.Property("authenticationTokenSettings") is null ? null : JobToken.For(job),
        };
    }

    /// <summary>The coordination command has used up some of the task's time.</summary>
    private static TimeSpan? Left(TimeSpan? limit, TimeSpan spent) => limit is { } time ? time > spent ? time - spent : TimeSpan.Zero : null;

    private TaskOutcome Ended(TaskFailure failure)
    {
        DateTimeOffset now;
        lock (world.Gate)
        {
            now = world.Now();
        }

        return new(null, failure, now, now, false);
    }

    [LoggerMessage(EventId = 2, EventName = "AttemptFailed", Level = LogLevel.Error, Message = "Running task {TaskId} of job {JobId} failed inside the emulator.")]
    private partial void LogAttemptFailed(Exception exception, string jobId, string taskId);
}

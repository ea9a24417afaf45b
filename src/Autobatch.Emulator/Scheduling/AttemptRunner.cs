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

    /// <summary>Books slots and shows the task as running, or as preparing. Under the gate.</summary>
    public TaskRun Place(TaskEntry task, NodeEntry node)
    {
        var attempt = new TaskRun(task, node);
        tasks.Begin(attempt, world.Now());
        return attempt;
    }

    /// <summary>Runs the attempt in the background.</summary>
    public void Start(TaskRun attempt) => _ = Task.Run(() => RunAsync(attempt));

    private async Task RunAsync(TaskRun attempt)
    {
        if (attempt.Preparation is null || await PreparedAsync(attempt, attempt.Preparation))
        {
            var outcome = await OutcomeAsync(attempt);
            lock (world.Gate)
            {
                tasks.End(attempt, outcome);
            }
        }

        attempt.Ended.SetResult();
        attempt.Dispose();
    }

    private async Task<TaskOutcome> OutcomeAsync(TaskRun attempt)
    {
        try
        {
            return await packages.ResolveAsync(attempt) switch
            {
                (null, { } failure) => Ended(failure),
                var (resolved, _) => await agent.RunAsync(Launch(attempt, resolved!), _ => { }, attempt.Stopping),
            };
        }
        catch (Exception e)
        {
            // The agent promises not to throw; if it does, the task must still end with a name.
            LogAttemptFailed(e, attempt.Task.Job.Record.Id, attempt.Task.Record.Id);
            return Ended(new("servererror", "Unknown", "The emulator failed to run the task; its log has the reason.", []));
        }
    }

    /// <summary>Waits for the preparation of the node; false when the attempt is over without having run.</summary>
    private async Task<bool> PreparedAsync(TaskRun attempt, JobTaskRun preparation)
    {
        await preparation.Ended.Task.WaitAsync(attempt.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (world.Gate)
        {
            if (attempt.Intent != StopIntent.None)
            {
                var now = world.Now();
                tasks.End(attempt, new(null, TaskEnding.TaskEnded, now, now, true));
                return false;
            }

            if (!JobNodeLifecycle.IsPrepared(attempt))
            {
                tasks.Unprepared(attempt);
                return false;
            }

            tasks.Prepared(attempt);
            return true;
        }
    }

    private TaskLaunch Launch(TaskRun attempt, IReadOnlyList<PackageToDeploy> resolved)
    {
        var task = attempt.Task.Record;
        var job = attempt.Task.Job;
        return new(
            new(attempt.Node.Place, job.Record.Id, task.Id),
            urls.Of(job.Account.Name),
            task.Definition,
            CommonEnvironment.Of(job.Record),
            resolved,
            task.Definition.Property("constraints")?.Property("maxWallClockTime").Limit(),
            task.Execution.Attempts - 1,
            TaskEnding.RetriesLeft(task),
            attempt.Node.Record.Dedicated)
        {
            Sent = task.CreationTime,
            PreparationId = job.Record.Traits.Preparation?.Id,
            AuthenticationToken = task.Definition.Property("authenticationTokenSettings") is null ? null : JobToken.For(job),
        };
    }

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

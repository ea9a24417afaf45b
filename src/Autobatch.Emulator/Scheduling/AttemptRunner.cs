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

    /// <summary>Books slots and shows the task as running. Under the gate.</summary>
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
        TaskOutcome outcome;
        try
        {
            outcome = await packages.ResolveAsync(attempt) switch
            {
                (null, { } failure) => Ended(failure),
                var (resolved, _) => await agent.RunAsync(Launch(attempt, resolved!), _ => { }, attempt.Stopping),
            };
        }
        catch (Exception e)
        {
            // The agent promises not to throw; if it does, the task must still end with a name.
            LogAttemptFailed(e, attempt.Task.Job.Record.Id, attempt.Task.Record.Id);
            outcome = Ended(new("servererror", "Unknown", "The emulator failed to run the task; its log has the reason.", []));
        }

        lock (world.Gate)
        {
            tasks.End(attempt, outcome);
        }

        attempt.Ended.SetResult();
        attempt.Dispose();
    }

    private TaskLaunch Launch(TaskRun attempt, IReadOnlyList<PackageToDeploy> resolved)
    {
        var task = attempt.Task.Record;
        var job = attempt.Task.Job;
        var place = new TaskPlace(attempt.Node.Place, job.Record.Id, task.Id);
        EnvironmentSetting[] common =
        [
            .. job.Record.Definition.Property("commonEnvironmentSettings").Items()
                .Select(setting => new EnvironmentSetting(setting.GetProperty("name").GetString()!, setting.Property("value")?.GetString() ?? "")),
        ];
        return new(
            place,
            urls.Of(job.Account.Name),
            task.Definition,
            common,
            resolved,
            task.Definition.Property("constraints")?.Property("maxWallClockTime").Limit(),
            task.Execution.Attempts - 1,
            TaskEnding.RetriesLeft(task),
            attempt.Node.Record.Dedicated);
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

using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Takes a preparation or release task over the node agent to its end.</summary>
internal sealed partial class JobTaskRunner(
    World world, INodeAgent agent, PackageResolver packages, JobNodeLifecycle nodes, JobLifecycle jobs, Wakeup wakeup, AccountUrls urls, ILogger<JobTaskRunner> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Runs it in the background.</summary>
    public void Start(JobTaskRun run) => _ = Task.Run(() => RunAsync(run));

    private async Task RunAsync(JobTaskRun run)
    {
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await OutcomeAsync(run, attempt);
            lock (world.Gate)
            {
                if (nodes.End(run, outcome))
                {
                    continue;
                }

                jobs.Settle(run.At.Job);
                wakeup.Now();
                break;
            }
        }

        run.Ended.SetResult();
        run.Dispose();
    }

    private async Task<TaskOutcome> OutcomeAsync(JobTaskRun run, int attempt)
    {
        IReadOnlyList<PackageToDeploy> deployed;
        DateTimeOffset now;
        lock (world.Gate)
        {
            deployed = [.. packages.OfNode(run.Node)];
            now = world.Now();
        }

        try
        {
            return await agent.RunAsync(Launch(run, attempt, deployed), _ => { }, run.Stopping);
        }
        catch (Exception e)
        {
            // The agent promises not to throw; if it does, the run must still end with a name.
            LogFailed(e, run.At.Job.Record.Id, run.Node.Record.Id);
            return new(null, new("servererror", "Unknown", "The emulator failed to run the task; its log has the reason.", []), now, now, false);
        }
    }

    private TaskLaunch Launch(JobTaskRun run, int attempt, IReadOnlyList<PackageToDeploy> resolved)
    {
        var job = run.At.Job;
        var (preparation, release) = (job.Record.Traits.Preparation!, job.Record.Traits.Release);
        var (id, body, limit) = run.Release ? (release!.Id, release.Body, release.MaxWallClockTime) : (preparation.Id, preparation.Body, preparation.MaxWallClockTime);
        return new(
            new(run.Node.Place, job.Record.Id, id),
            urls.Of(job.Account.Name),
            body,
            CommonEnvironment.Of(job.Record),
            resolved,
            limit,
            attempt,
            RetriesLeft: false,
            run.Node.Record.Dedicated)
        {
            Sent = job.Record.CreationTime,
            Mounts = run.Node.Mounts,
            PreparationId = run.Release ? preparation.Id : null,
        };
    }

    [LoggerMessage(EventId = 5, EventName = "JobTaskFailed", Level = LogLevel.Error, Message = "Running a preparation or release task of job {JobId} on {NodeId} failed inside the emulator.")]
    private partial void LogFailed(Exception exception, string jobId, string nodeId);
}

using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Scheduling;

/// <summary>The one loop that moves things on: sizes pools, starts ready tasks, ends jobs whose time is up. It sleeps until something changes.</summary>
internal sealed partial class Scheduler(World world, Wakeup wakeup, AccountLifecycle accounts, Readiness ready, JobLifecycle jobs, JobScheduleLifecycle schedules, PoolLifecycle pools, PoolAutoScale autoScale, NodeStart nodeStart, NodeStarter starter, JobNodeLifecycle jobNodes, JobTaskRunner jobTasks, FileRetention retention, AttemptRunner runner, ILogger<Scheduler> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Pass();
                await wakeup.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A fault in one pass must not end scheduling; the next wake tries again.
                LogPassFailed(e);
                await wakeup.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Everything that can be done now.</summary>
    internal void Pass()
    {
        List<TaskRun> starts = [];
        IReadOnlyList<StartRun> nodes;
        IReadOnlyList<JobTaskRun> jobRuns;
        lock (world.Gate)
        {
            var next = Due.Earlier(accounts.Settle(), Due.Earlier(EndOverdueJobs(), retention.Expire()));
            next = Due.Earlier(next, ready.Settle());
            foreach (var account in world.Accounts.Values)
            {
                next = Due.Earlier(next, schedules.Settle(account));
                next = Due.Earlier(next, autoScale.Settle(account));
                next = Due.Earlier(next, pools.SettleAll(account));
                next = Due.Earlier(next, Assign(account, starts));
            }

            nodes = nodeStart.Take();
            jobRuns = jobNodes.Take();
            wakeup.At(next);
        }

        foreach (var node in nodes)
        {
            starter.Start(node);
        }

        foreach (var run in jobRuns)
        {
            jobTasks.Start(run);
        }

        foreach (var attempt in starts)
        {
            runner.Start(attempt);
        }
    }

    /// <summary>The answer is when a node that has got a task will be lost.</summary>
    private DateTimeOffset? Assign(AccountState account, List<TaskRun> starts)
    {
        DateTimeOffset? next = null;
        var candidates = account.Jobs.Values.Where(job => Assignment.MayStart(job) && job.Ready.Any());
        foreach (var group in candidates.GroupBy(job => job.Record.PoolId, StringComparer.OrdinalIgnoreCase))
        {
            if (!account.Pools.TryGetValue(group.Key, out var pool) || pool.Record.State.Current != PoolState.Active)
            {
                continue;
            }

            foreach (var job in Assignment.Order(group))
            {
                while (Assignment.Next(job, pool) is var (task, nodes))
                {
                    starts.Add(runner.Place(task, nodes));
                    next = nodes.Aggregate(next, (earliest, node) => Due.Earlier(earliest, pools.TaskPlaced(node)));
                }

                if (Assignment.Waiting(job, pool) is not null)
                {
                    break;
                }
            }
        }

        return next;
    }

    private DateTimeOffset? EndOverdueJobs()
    {
        DateTimeOffset? next = null;
        var now = world.Now();
        foreach (var account in world.Accounts.Values)
        {
            foreach (var job in account.Jobs.Values.Where(job => job.Record.Traits.MaxWallClockTime is not null).ToList())
            {
                var due = job.Record.CreationTime + job.Record.Traits.MaxWallClockTime!.Value;
                if (!JobStates.Machine.Allows(job.Record.State.Current, JobState.Terminating))
                {
                    continue;
                }

                if (due <= now)
                {
                    jobs.Terminate(job, "MaxWallClockTimeExpiry");
                }
                else if (next is null || due < next)
                {
                    next = due;
                }
            }
        }

        return next;
    }

    [LoggerMessage(EventId = 1, EventName = "SchedulingPassFailed", Level = LogLevel.Error, Message = "A scheduling pass failed.")]
    private partial void LogPassFailed(Exception exception);
}

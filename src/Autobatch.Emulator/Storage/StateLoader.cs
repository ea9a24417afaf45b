using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Storage;

/// <summary>Brings the stored state back after a stop or a kill: what ran is requeued, what was half done goes on.</summary>
internal static class StateLoader
{
    /// <summary>Fills the world; orphaned processes have been ended before.</summary>
    public static void Load(IReadOnlyList<StoredRow> rows, World world, FaultBook faults, Readiness ready)
    {
        lock (world.Gate)
        {
            foreach (var row in rows.Where(row => row.Key.Kind is RowKind.Account or RowKind.StorageAccount))
            {
                AddAccount(world, row);
            }

            foreach (var row in rows.OrderBy(row => row.Key.Kind))
            {
                if (row.Key.Kind == RowKind.Faults)
                {
                    LoadFaults(faults, row);
                }
                else if (world.Accounts.TryGetValue(row.Key.Account, out var account))
                {
                    Add(account, row);
                }
            }

            foreach (var time in world.Accounts.Values.SelectMany(Times))
            {
                world.Given(time);
            }

            foreach (var account in world.Accounts.Values)
            {
                foreach (var job in account.Jobs.Values)
                {
                    account.ScheduleOf(job.Record.Id)?.Jobs.Add(job.Record.Id, job);
                }

                account.LastSequence = account.Jobs.Values.Select(job => job.Record.Sequence)
                    .Concat(account.Jobs.Values.SelectMany(job => job.Tasks.Values).Select(task => task.Record.Sequence))
                    .DefaultIfEmpty().Max();
                WakeNodes(world, account);
                foreach (var job in account.Jobs.Values)
                {
                    RequeueInterrupted(world, job);
                    RepeatInterrupted(world, job);
                    RebuildQueues(job, ready);
                }
            }
        }
    }

    /// <summary>Takes the steps that a kill cut off: once the nodes side works.</summary>
    public static void Resume(World world, JobLifecycle jobs, FileRetention retention)
    {
        lock (world.Gate)
        {
            foreach (var job in world.Accounts.Values.SelectMany(account => account.Jobs.Values).ToList())
            {
                jobs.Settle(job);
                retention.Completed(job);
                foreach (var task in job.Tasks.Values)
                {
                    retention.Completed(task);
                }
            }
        }
    }

    /// <summary>A row wins over the options, also when it says that the account was deleted.</summary>
    private static void AddAccount(World world, StoredRow row)
    {
        if (row.Key.Kind == RowKind.StorageAccount)
        {
            if (world.StorageAccounts.TryGetValue(row.Key.Id, out var storage))
            {
                var times = Read<StorageKeyTimes>(row);
                world.StorageAccounts[row.Key.Id] = storage with { Key1Created = times.Key1, Key2Created = times.Key2 };
            }

            return;
        }

        var record = Read<AccountRecord>(row);
        if (record.Deleted)
        {
            world.Accounts.TryRemove(record.Name, out _);
        }
        else
        {
            world.Adopt(record);
        }
    }

    private static void LoadFaults(FaultBook faults, StoredRow row)
    {
        var counts = Read<FaultCounts>(row);
        try
        {
            var rules = FaultDocument.Read(Definition(row));
            rules.ForEach(rule => (rule.Applied, rule.Seen) = (counts.Applied.GetValueOrDefault(rule.Id), counts.Seen?.GetValueOrDefault(rule.Id) ?? 0));
            faults.Load(rules);
        }
        catch (BatchException e)
        {
            throw new FormatException($"The fault document that is kept in the location cannot be read by this emulator: {e.Message}", e);
        }
    }

    private static void Add(AccountState account, StoredRow row)
    {
        switch (row.Key.Kind)
        {
            case RowKind.Pool:
                var pool = Read<PoolRecord>(row);
                var definition = Definition(row);
                pool = pool with { Definition = definition, Traits = PoolTraits.Read(definition) };
                account.Pools[pool.Id] = new(account, pool);
                break;
            case RowKind.Node when account.Pools.TryGetValue(row.Key.Parent, out var owner):
                var node = Read<NodeRecord>(row);
                owner.Nodes[node.Id] = new(owner, node);
                break;
            case RowKind.Job:
                var job = Read<JobRecord>(row);
                var body = Definition(row);
                account.Jobs[job.Id] = new(account, job with { Definition = body, Traits = JobTraits.Read(body) });
                break;
            case RowKind.Task when account.Jobs.TryGetValue(row.Key.Parent, out var parent):
                var task = Read<TaskRecord>(row);
                var sent = Definition(row);
                parent.Add(new(parent, task with { Definition = sent, Traits = TaskTraits.Read(sent, task.Manager) }));
                break;
            case RowKind.JobNode when account.Jobs.TryGetValue(row.Key.Parent, out var prepares):
                var prepared = Read<JobNodeRecord>(row);
                prepares.Nodes[prepared.NodeId] = new(prepares, prepared);
                break;
            case RowKind.JobSchedule:
                var schedule = Read<JobScheduleRecord>(row);
                var described = Definition(row);
                account.JobSchedules[schedule.Id] = new(account, schedule with { Definition = described, Times = Recurrence.Read(described.Property("schedule")) });
                break;
            case RowKind.Quotas:
                account.Quotas = Read<AccountQuotas>(row);
                break;
            case RowKind.Application:
                var application = Read<ApplicationRecord>(row);
                account.Applications[application.Id] = application;
                break;
        }
    }

    /// <summary>The latest times of what is in an account: of each change, or of the state that it led to.</summary>
    private static IEnumerable<DateTimeOffset> Times(AccountState account) =>
        account.Pools.Values.SelectMany(pool => pool.Nodes.Values.Select(node => node.Record.State.Since).Append(pool.Record.LastModified).Append(pool.Record.Allocation.Since))
            .Concat(account.Jobs.Values.SelectMany(job => job.Tasks.Values.Select(task => task.Record.LastModified).Append(job.Record.LastModified)))
            .Concat(account.JobSchedules.Values.Select(schedule => schedule.Record.LastModified));

    private static void WakeNodes(World world, AccountState account)
    {
        foreach (var node in account.Pools.Values.SelectMany(pool => pool.Nodes.Values))
        {
            var interrupted = node.Record.State.Current is NodeState.Creating or NodeState.Starting or NodeState.WaitingForStartTask
                || node.Record.StartTaskInfo is { EndTime: null };
            if (node.Record.State.Current == NodeState.Running)
            {
                node.Record = node.Record with { State = NodeStates.Machine.Move(node.Record.State, NodeState.Idle, world.Now()) };
            }

            if (interrupted && !node.Record.AwaitsWipe && node.Record.State.Current != NodeState.LeavingPool && NodeStates.Machine.Allows(node.Record.State.Current, NodeState.Rebooting))
            {
                node.Record = node.Record with { State = NodeStates.Machine.Move(node.Record.State, NodeState.Rebooting, world.Now()) };
            }
        }
    }

    private static void RequeueInterrupted(World world, JobEntry job)
    {
        var ending = job.Record is { State.Current: JobState.Terminating or JobState.Completed or JobState.Deleting } or { State.Current: JobState.Disabling, DisableTasks: "terminate" };
        foreach (var task in job.Tasks.Values.Where(task => task.Record.State.Current is TaskState.Running or TaskState.Preparing).ToList())
        {
            var now = world.Now();
            world.Put(task, ending ? TaskEnding.Completed(task.Record, null, TaskEnding.TaskEnded, now) : TaskEnding.Requeued(task.Record, now));
        }
    }

    /// <summary>A preparation that was cut off is no preparation; a release that was cut off is due again.</summary>
    private static void RepeatInterrupted(World world, JobEntry job)
    {
        foreach (var at in job.Nodes.Values.ToList())
        {
            if (at.Record.Preparation.State.Current == JobTaskState.Running)
            {
                world.Put(at, at.Record with { Preparation = JobTaskEnding.Interrupted(at.Record.Preparation, world.Now()) });
            }

            if (at.Record.Release is { State.Current: JobTaskState.Running })
            {
                world.Put(at, at.Record with { Release = null });
            }
        }
    }

    private static void RebuildQueues(JobEntry job, Readiness ready)
    {
        foreach (var task in job.Tasks.Values.Where(task => task.Record.Satisfied))
        {
            job.Dependencies.Satisfy(task.Record.Id);
        }

        foreach (var task in job.Tasks.Values.Where(task => task.Record.State.Current == TaskState.Active))
        {
            ready.Enqueue(task);
        }
    }

    private static TRecord Read<TRecord>(StoredRow row) =>
        (TRecord)JsonSerializer.Deserialize(row.State, typeof(TRecord), RecordJson.Default)!;

    private static JsonElement Definition(StoredRow row) => JsonElement.Parse(row.Definition);
}

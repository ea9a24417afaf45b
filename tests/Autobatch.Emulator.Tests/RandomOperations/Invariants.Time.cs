using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>What holds of schedules and formulas, and of everything that was due by now.</summary>
internal sealed partial class Invariants
{
    /// <summary>The last evaluation of each pool that was looked at.</summary>
    private readonly Dictionary<(string Id, DateTimeOffset Made), DateTimeOffset> _evaluated = [];

    /// <summary>Job schedules that were acknowledged and not deleted.</summary>
    public HashSet<string> Schedules { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>It goes with its jobs.</summary>
    public void DeletedSchedule(string id)
    {
        Schedules.Remove(id);
        foreach (var job in Jobs.Keys.Where(job => JobScheduleRecord.OfJob(job) == id).ToList())
        {
            Jobs.Remove(job);
        }

        foreach (var key in _terminal.Keys.Where(key => key == $"schedule {id}" || key.StartsWith($"job {id}:", StringComparison.Ordinal) || key.StartsWith($"task {id}:", StringComparison.Ordinal)).ToList())
        {
            _terminal.Remove(key);
        }
    }

    /// <summary>When there is nothing left to do at this time.</summary>
    public static void CheckSettled(AccountState account, DateTimeOffset now)
    {
        foreach (var job in account.Jobs.Values)
        {
            var overdue = job.Record.CreationTime + job.Record.Traits.MaxWallClockTime <= now;
            Assert.False(overdue && JobStates.Machine.Allows(job.Record.State.Current, JobState.Terminating), $"{job.Record.Id} is {job.Record.State.Current} after its time.");
            foreach (var task in job.Tasks.Values.Where(task => task.Record is { State.Current: TaskState.Completed, Node: not null, FilesRemoved: false }))
            {
                var kept = Due.After(task.Record.Execution.EndTime, Retention.Of(task.Record.Definition.Property("constraints")));
                Assert.False(kept <= now, $"The directory of {job.Record.Id}/{task.Record.Id} is kept after its time.");
            }
        }

        foreach (var schedule in account.JobSchedules.Values.Where(schedule => schedule.Record.State.Current == JobScheduleState.Active))
        {
            var record = schedule.Record;
            Assert.False(record.NextRunTime <= now && schedule.ActiveJob is null && account.HasRoomForJob, $"{record.Id} has no job, and one is due.");
            Assert.False(record.NextRunTime is null && schedule.ActiveJob is null && record.Times.Interval is null, $"{record.Id} is active and over.");
        }

        foreach (var pool in account.Pools.Values.Where(pool => pool.Record.State.Current == PoolState.Active))
        {
            var record = pool.Record;
            Assert.True(
                record.Allocation.Current != AllocationState.Steady || record.ResizeErrors.Count > 0 || (pool.Count(dedicated: true), pool.Count(dedicated: false)) == (record.TargetDedicated, record.TargetLowPriority),
                $"{record.Id} is steady with {pool.Count(dedicated: true)}+{pool.Count(dedicated: false)} nodes and wants {record.TargetDedicated}+{record.TargetLowPriority}.");
            if (record.AutoScale is { } scaling)
            {
                Assert.True(pool.Samples.Last + TimeSpan.FromSeconds(30) > now, $"{record.Id} has no sample since {pool.Samples.Last}.");
                Assert.True(record.AutoScaleRun!.Timestamp + scaling.Interval > now, $"{record.Id} was evaluated last at {record.AutoScaleRun.Timestamp}.");
            }
        }
    }

    private void CheckSchedules(AccountState account)
    {
        foreach (var schedule in account.JobSchedules.Values)
        {
            CheckSchedule(schedule);
        }

        foreach (var job in account.Jobs.Values.Where(job => JobScheduleRecord.OfJob(job.Record.Id) is not null))
        {
            var schedule = account.ScheduleOf(job.Record.Id);
            Assert.True(schedule?.Jobs.GetValueOrDefault(job.Record.Id) == job, $"{job.Record.Id} belongs to no schedule.");
            if (job.Record.State.Current != JobState.Deleting && !Jobs.ContainsKey(job.Record.Id))
            {
                Jobs.Add(job.Record.Id, [.. job.Tasks.Keys]);
            }
        }

        Assert.All(Schedules, id => Assert.True(account.JobSchedules.ContainsKey(id), $"Job schedule {id} is lost."));
    }

    private void CheckSchedule(JobScheduleEntry schedule)
    {
        var record = schedule.Record;
        Assert.All(schedule.Jobs, job => Assert.True(schedule.Account.Jobs.GetValueOrDefault(job.Key) == job.Value, $"{record.Id} has the job {job.Key}, which is not there."));
        var active = schedule.Jobs.Values.Where(job => JobStates.CountsAsActive(job.Record.State.Current)).Select(job => job.Record.Id).ToList();
        Assert.True(active.Count == 0 || active is [var one] && one == record.RecentJobId, $"{record.Id} has the active jobs {string.Join(", ", active)}; the last one is {record.RecentJobId}.");
        Assert.False(record.NextRunTime <= record.LastRunTime, $"{record.Id} runs next at {record.NextRunTime}, and its last job was due at {record.LastRunTime}.");
        Assert.False(record.NextRunTime > record.Times.After, $"{record.Id} runs next at {record.NextRunTime}, and must not after {record.Times.After}.");
        if (record.State.Current == JobScheduleState.Completed)
        {
            Assert.True(active.Count == 0 && record is { EndTime: not null, NextRunTime: null }, $"{record.Id} is completed with {active.Count} active jobs, its end at {record.EndTime} and its next job at {record.NextRunTime}.");
            Final($"schedule {record.Id}", $"{record.EndTime:O} {record.JobCount}", "completed");
        }
        else
        {
            Assert.False(_terminal.ContainsKey($"schedule {record.Id}") && record.State.Current != JobScheduleState.Deleting, $"{record.Id} was completed and is {record.State.Current}.");
        }
    }

    /// <summary>Targets are what the formula said, at the moment when it said so.</summary>
    private void CheckScaling(PoolEntry pool)
    {
        var record = pool.Record;
        if (record is { State.Current: PoolState.Active, AutoScaleRun: { } run } && _evaluated.GetValueOrDefault((record.Id, record.CreationTime)) != run.Timestamp)
        {
            _evaluated[(record.Id, record.CreationTime)] = run.Timestamp;
            Assert.True(run.Error is null != run.Results is null, $"{record.Id} was evaluated with {run}.");
            Assert.StartsWith($"$TargetDedicatedNodes={record.TargetDedicated};$TargetLowPriorityNodes={record.TargetLowPriority};", run.Results ?? $"$TargetDedicatedNodes={record.TargetDedicated};$TargetLowPriorityNodes={record.TargetLowPriority};", StringComparison.Ordinal);
        }
    }
}

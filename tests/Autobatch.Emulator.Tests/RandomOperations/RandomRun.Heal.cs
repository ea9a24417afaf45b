using System.Globalization;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>How a run ends.</summary>
internal sealed partial class RandomRun
{
    /// <summary>With every job enabled, every node mended and every process ending well, nothing waits for ever.</summary>
    private async Task HealAsync()
    {
        _trace.AppendLine("heal");
        await SendAsync("DELETE", "/_emulator/faults");
        foreach (var schedule in State.JobSchedules.Keys.ToList())
        {
            await SendAsync("POST", $"/jobschedules/{schedule}/terminate");
        }

        foreach (var pool in State.Pools.Values.Where(pool => pool.Record.AutoScale is not null).Select(pool => pool.Record.Id).ToList())
        {
            await SendAsync("POST", $"/pools/{Uri.EscapeDataString(pool)}/disableautoscale");
        }

        await SettleAsync();
        for (var round = 0; round < 100 && await MendAsync(); round++)
        {
            foreach (var run in _emulator.Agent.Runs)
            {
                _settled = false;
                run.End(0);
            }

            await AdvanceAsync(TimeSpan.FromMinutes(20));
            await CheckAsync();
        }

        Assert.All(State.Pools.Values, pool => Assert.Equal((PoolState.Active, AllocationState.Steady), (pool.Record.State.Current, pool.Record.Allocation.Current)));
        Assert.All(State.JobSchedules.Values, schedule => Assert.Equal(JobScheduleState.Completed, schedule.Record.State.Current));
        Assert.All(State.Pools.Keys.Except(_known.Pools), auto => Assert.Contains(State.Jobs.Values, job => job.Record.AutoPoolId == auto && job.Record.State.Current == JobState.Active));
        foreach (var job in State.Jobs.Values)
        {
            Assert.True(job.Record.State.Current is JobState.Active or JobState.Completed, $"{job.Record.Id} is {job.Record.State.Current} for ever.");
            Assert.All(job.Tasks.Values, task => Assert.True(
                task.Record.State.Current == TaskState.Completed || !CanRun(task),
                $"{job.Record.Id}/{task.Record.Id} could run and is {task.Record.State.Current} for ever."));
        }
    }

    /// <summary>Answers whether anything is left to wait for.</summary>
    private async Task<bool> MendAsync()
    {
        foreach (var job in State.Jobs.Values.Where(job => job.Record.State.Current == JobState.Disabled).ToList())
        {
            await SendAsync("POST", $"/jobs/{job.Record.Id}/enable");
        }

        var mended = false;
        foreach (var node in State.Pools.Values.SelectMany(pool => pool.Nodes.Values).ToList())
        {
            var action = node.Record switch
            {
                { State.Current: NodeState.Deallocated } => "start",
                { State.Current: NodeState.StartTaskFailed or NodeState.Unusable or NodeState.Unknown } => "reboot",
                { SchedulingDisabled: true, State.Current: not NodeState.LeavingPool } => "enablescheduling",
                _ when State.Jobs.Values.Any(job => !JobNodeLifecycle.Admits(job, node)) && node.Record.State.Current == NodeState.Idle => "reboot",
                _ => null,
            };
            if (action is not null)
            {
                mended = true;
                await SendAsync("POST", $"/pools/{node.Pool.Record.Id}/nodes/{node.Record.Id}/{action}");
            }
        }

        await SettleAsync();
        return mended
            || _emulator.Agent.Runs.Count > 0
            || State.JobSchedules.Values.Any(schedule => schedule.Record.State.Current != JobScheduleState.Completed)
            || State.Pools.Values.Any(pool => pool.Record.Allocation.Current != AllocationState.Steady || pool.Record.State.Current == PoolState.Deleting)
            || State.Jobs.Values.SelectMany(job => job.Tasks.Values).Any(task => task.Record.State.Current != TaskState.Completed && CanRun(task))
            || State.Pools.Values.Any(pool => pool.Nodes.Values.Any(node => !node.Available));
    }

    private static bool CanRun(TaskEntry task)
    {
        var (job, traits) = (task.Job, task.Record.Traits);
        var managerWaits = job.Tasks.Values.Any(other => other.Record is { Manager: true, State.Current: TaskState.Active }) && !task.Record.Manager;
        return job.Record.State.Current == JobState.Active
            && !managerWaits
            && job.Account.Pools.TryGetValue(job.Record.PoolId, out var pool)
            && (traits.MultiInstance is null || (MultiInstance.Admits(pool.Record) && pool.Nodes.Values.Count(node => node.Available) >= traits.Instances))
            && pool.Nodes.Values.Any(node => node.Available && pool.Record.Traits.SlotsPerNode >= traits.RequiredSlots && (node.Record.Dedicated || !traits.DedicatedOnly))
            && traits.DependsOnIds.All(id => job.Tasks.GetValueOrDefault(id)?.Record.Satisfied == true)
            && traits.DependsOnRanges.All(range => Enumerable.Range(range.Start, range.End - range.Start + 1).All(id => job.Tasks.GetValueOrDefault(id.ToString(CultureInfo.InvariantCulture))?.Record.Satisfied == true));
    }
}

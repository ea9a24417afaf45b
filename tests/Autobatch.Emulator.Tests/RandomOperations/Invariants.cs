using System.Globalization;
using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>What holds at every moment, whatever was asked for.</summary>
internal sealed partial class Invariants
{
    /// <summary>How what is over ended.</summary>
    private readonly Dictionary<string, string> _terminal = [];

    /// <summary>How many tasks of a job ran when it was seen last: a lowered limit ends none of them.</summary>
    private readonly Dictionary<string, int> _lastRunning = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Jobs by id and, below them, tasks: what was acknowledged and not deleted.</summary>
    public Dictionary<string, HashSet<string>> Jobs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Pools { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A task may leave its end by this request only.</summary>
    public void Reactivated(string job, string task) => _terminal.Remove($"task {job}/{task}");

    /// <summary>Its end is forgotten with it.</summary>
    public void Deleted(string what)
    {
        foreach (var key in _terminal.Keys.Where(key => key == what || key.StartsWith($"{what}/", StringComparison.Ordinal)).ToList())
        {
            _terminal.Remove(key);
        }
    }

    public void Check(AccountState account)
    {
        foreach (var node in account.Pools.Values.SelectMany(pool => pool.Nodes.Values))
        {
            CheckNode(node);
        }

        foreach (var job in account.Jobs.Values)
        {
            CheckJob(job);
        }

        CheckSchedules(account);
        foreach (var pool in account.Pools.Values)
        {
            CheckScaling(pool);
        }

        Assert.All(Pools, id => Assert.True(account.Pools.ContainsKey(id), $"Pool {id} is lost."));
        Assert.All(Jobs, known =>
        {
            Assert.True(account.Jobs.TryGetValue(known.Key, out var job), $"Job {known.Key} is lost.");
            Assert.All(known.Value, id => Assert.True(job!.Tasks.ContainsKey(id), $"Task {known.Key}/{id} is lost."));
        });
    }

    /// <summary>All that a client could see, in one text.</summary>
    public static string Picture(AccountState account)
    {
        var text = new StringBuilder();
        foreach (var pool in account.Pools.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{pool.Record.Id} {pool.Record.State.Current} {pool.Record.Allocation.Current} {pool.Record.ETag} {pool.Record.TargetDedicated}+{pool.Record.TargetLowPriority} {pool.Record.AutoScale?.EnabledAt.Ticks} {pool.Record.AutoScaleRun?.Timestamp.Ticks}\n");
            foreach (var node in pool.Nodes.Values)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {node.Record.Id} {node.Record.State.Current} {node.Record.SchedulingDisabled} {node.UsedSlots} {node.Attempts.Count}\n");
            }
        }

        foreach (var schedule in account.JobSchedules.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{schedule.Record.Id} {schedule.Record.State.Current} {schedule.Record.ETag} {schedule.Record.JobCount} jobs, next {schedule.Record.NextRunTime:O}\n");
        }

        foreach (var job in account.Jobs.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{job.Record.Id} {job.Record.State.Current} {job.Record.ETag} {string.Join(',', job.Nodes.Values.Select(at => $"{at.Record.NodeId}={at.Record.Preparation.State.Current}/{at.Record.Release?.State.Current}"))}\n");
            foreach (var task in job.SortedTasks)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {task.Record.Id} {task.Record.State.Current} {task.Record.ETag} {task.Attempt?.Node.Record.Id}\n");
            }
        }

        return text.ToString();
    }

    private static void CheckNode(NodeEntry node)
    {
        var (id, pool) = (node.Record.Id, node.Pool.Record);
        Assert.True(node.UsedSlots == node.Attempts.Sum(attempt => attempt.Slots), $"{id} counts {node.UsedSlots} slots.");
        Assert.True(node.UsedSlots <= pool.Traits.SlotsPerNode, $"{id} uses {node.UsedSlots} of {pool.Traits.SlotsPerNode} slots.");
        Assert.True(node.Record.State.Current != NodeState.Running || node.Attempts.Count > 0, $"{id} is running and nothing runs on it.");
        Assert.True(node.Record.State.Current != NodeState.Idle || node.Attempts.Count == 0, $"{id} is idle and {node.Attempts.Count} run on it.");
        Assert.All(node.Attempts.OfType<TaskRun>(), run => Assert.True(ReferenceEquals(run.Task.Attempt, run) || run.Task.Deleted, $"{id} runs {run.Task.Record.Id}, which does not know."));
    }

    private void CheckJob(JobEntry job)
    {
        var id = job.Record.Id;
        var states = job.Tasks.Values.ToLookup(task => task.Record.State.Current);
        var numbers = job.Tally.Tasks;
        var running = states[TaskState.Running].Concat(states[TaskState.Preparing]).ToList();
        Assert.True((numbers.Active, numbers.Running, numbers.Completed) == (states[TaskState.Active].Count(), running.Count, states[TaskState.Completed].Count()), $"{id} counts {numbers}.");
        Assert.True(job.Tally.Slots.Running == running.Sum(task => task.Record.Traits.RequiredSlots), $"{id} counts {job.Tally.Slots} slots.");
        Assert.All(job.Tasks.Values, task => Assert.True(
            (task.Attempt is not null) == (task.Record.State.Current is TaskState.Running or TaskState.Preparing),
            $"{id}/{task.Record.Id} is {task.Record.State.Current} and {(task.Attempt is null ? "does not run" : "runs")}."));
        Assert.True(job.Record.Traits.MaxParallelTasks < 0 || running.Count <= Math.Max(job.Record.Traits.MaxParallelTasks, _lastRunning.GetValueOrDefault(id)), $"{id} runs {running.Count} tasks.");
        _lastRunning[id] = running.Count;
        if (job.Record.State.Current == JobState.Completed)
        {
            Final($"job {id}", JsonSerializer.Serialize(job.Record.State.Since), job.Record.State.Current.ToString());
        }
        else
        {
            Assert.False(_terminal.ContainsKey($"job {id}") && job.Record.State.Current != JobState.Deleting, $"Job {id} was completed and is {job.Record.State.Current}.");
        }

        foreach (var task in job.Tasks.Values)
        {
            var key = $"task {id}/{task.Record.Id}";
            if (task.Record.State.Current == TaskState.Completed)
            {
                Final(key, JsonSerializer.Serialize(task.Record.Execution), "completed");
            }
            else
            {
                Assert.False(_terminal.ContainsKey(key), $"{key} was completed and is {task.Record.State.Current}.");
            }
        }
    }

    private void Final(string what, string end, string state)
    {
        if (!_terminal.TryAdd(what, end))
        {
            Assert.True(_terminal[what] == end, $"The end of {what} ({state}) was {_terminal[what]} and is {end}.");
        }
    }
}

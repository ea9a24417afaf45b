using Autobatch.Emulator.Model;
using Autobatch.Emulator.Scheduling;

namespace Autobatch.Emulator.State;

/// <summary>A job's place in the working set: tasks, counts, and what is ready to run.</summary>
internal sealed class JobEntry(AccountState account, JobRecord record)
{
    private readonly SortedTasks _sorted = new();

    public AccountState Account { get; } = account;

    public JobRecord Record { get; set; } = record;

    public Dictionary<string, TaskEntry> Tasks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By node id: where its preparation task has run.</summary>
    public SortedDictionary<string, JobNode> Nodes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public TaskTally Tally { get; } = new();

    /// <summary>The counts that were shown last and how old they are, when counts may lag.</summary>
    public (DateTimeOffset At, TaskNumbers Tasks, TaskNumbers Slots)? Shown { get; set; }

    public DependencyTracker<TaskEntry> Dependencies { get; } = new();

    public ReadyTasks Ready { get; } = new();

    public Removals Removals { get; } = new();

    /// <summary>Attempts of this job whose processes have not ended.</summary>
    public int RunningAttempts { get; set; }

    /// <summary>Preparation and release tasks of this job whose processes have not ended.</summary>
    public int RunningJobTasks { get; set; }

    /// <summary>Whether no process of this job runs.</summary>
    public bool IsQuiet => RunningAttempts == 0 && RunningJobTasks == 0;

    /// <summary>It has left the working set; late ends of its attempts change nothing.</summary>
    public bool Gone { get; set; }

    /// <summary>Its directories are being removed.</summary>
    public bool Removing { get; set; }

    /// <summary>Tasks by id, as lists show them.</summary>
    public IReadOnlyList<TaskEntry> SortedTasks => _sorted.Snapshot();

    public void Add(TaskEntry task)
    {
        Tasks.Add(task.Record.Id, task);
        _sorted.Add(task);
        Tally.Enter(task.Record);
    }

    public void Remove(TaskEntry task)
    {
        task.Deleted = true;
        Tasks.Remove(task.Record.Id);
        _sorted.Remove();
        Tally.Leave(task.Record);
    }
}

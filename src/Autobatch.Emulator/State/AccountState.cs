namespace Autobatch.Emulator.State;

/// <summary>One Batch account and everything in it. Collections are guarded by <see cref="World.Gate"/>.</summary>
internal sealed class AccountState(Model.AccountRecord record)
{
    /// <summary>Stands in calls that are about no account, when all have been deleted.</summary>
    public static AccountState Nobody { get; } = new(new() { Name = "", Location = "", ResourceGroup = "", LastModified = default, PrimaryKey = "", SecondaryKey = "" });

    public string Name { get; } = record.Name;

    /// <summary>What Resource Manager knows of it.</summary>
    public Model.AccountRecord Record { get; set; } = record;

    /// <summary>May be changed while the emulator runs.</summary>
    public Model.AccountQuotas Quotas { get; set; } = Model.AccountQuotas.Default;

    public SortedDictionary<string, PoolEntry> Pools { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, JobEntry> Jobs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, JobScheduleEntry> JobSchedules { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, Model.ApplicationRecord> Applications { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Last order number given to a job or task.</summary>
    public long LastSequence { get; set; }

    /// <summary>The schedule that made a job of this id; null for a job of a request.</summary>
    public JobScheduleEntry? ScheduleOf(string jobId) => Model.JobScheduleRecord.OfJob(jobId) is { } id ? JobSchedules.GetValueOrDefault(id) : null;

    /// <summary>What counts against the quota of active jobs and job schedules.</summary>
    public int ActiveJobsAndSchedules =>
        Jobs.Values.Count(job => Model.JobStates.CountsAsActive(job.Record.State.Current))
        + JobSchedules.Values.Count(schedule => Model.JobScheduleStates.CountsAsActive(schedule.Record.State.Current));

    /// <summary>Whether another job or job schedule may be active.</summary>
    public bool HasRoomForJob => ActiveJobsAndSchedules < Quotas.ActiveJobsAndJobSchedules;
}

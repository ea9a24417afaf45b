using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>A job schedule's place in the working set.</summary>
internal sealed class JobScheduleEntry(AccountState account, JobScheduleRecord record)
{
    public AccountState Account { get; } = account;

    public JobScheduleRecord Record { get; set; } = record;

    /// <summary>Its jobs that have not been deleted, by id.</summary>
    public SortedDictionary<string, JobEntry> Jobs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Its job that has not ended; only the most recent one can be it.</summary>
    public JobEntry? ActiveJob =>
        Record.RecentJobId is { } id && Jobs.TryGetValue(id, out var job) && JobStates.CountsAsActive(job.Record.State.Current) ? job : null;
}

using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Everything that happens to a job schedule (FACTS C.2). All under the gate.</summary>
internal sealed class JobScheduleLifecycle(World world, Wakeup wakeup, JobCreation creation, JobLifecycle jobs, AutoPools autoPools)
{
    /// <summary>A schedule has arrived with a body that has passed validation.</summary>
    public JobScheduleEntry Add(AccountState account, string id, JsonElement body)
    {
        var now = world.Now();
        var times = Recurrence.Read(body.Property("schedule"));
        var schedule = new JobScheduleEntry(account, new()
        {
            Id = id,
            CreationTime = now,
            LastModified = now,
            State = new(JobScheduleState.Active, now),
            Definition = body,
            Times = times,
            NextRunTime = times.Next(null, world.Time.GetUtcNow()),
        });
        world.Put(schedule, schedule.Record);
        Settle(schedule);
        wakeup.Now();
        return schedule;
    }

    /// <summary>A new body, for jobs that are yet to come; when they are due is reckoned anew if the request said so.</summary>
    public void Change(JobScheduleEntry schedule, JsonElement definition, bool times)
    {
        var (record, read) = (schedule.Record, Recurrence.Read(definition.Property("schedule")));
        world.Put(schedule, record with
        {
            LastModified = world.Now(),
            Definition = definition,
            Times = read,
            NextRunTime = times ? read.Next(record.LastRunTime, world.Time.GetUtcNow()) : record.NextRunTime,
        });
        wakeup.Now();
    }

    /// <summary>No new jobs; the one that is there goes on.</summary>
    public void Disable(JobScheduleEntry schedule) => Move(schedule, JobScheduleState.Disabled);

    public void Enable(JobScheduleEntry schedule) => Move(schedule, JobScheduleState.Active);

    /// <summary>Ends its job, and then itself.</summary>
    public void Terminate(JobScheduleEntry schedule)
    {
        Move(schedule, JobScheduleState.Terminating);
        if (schedule.ActiveJob is { } job && JobStates.Machine.Allows(job.Record.State.Current, JobState.Terminating))
        {
            jobs.Terminate(job, "TerminateJobSchedule");
        }
    }

    /// <summary>Deletes its jobs, and then itself.</summary>
    public void Delete(JobScheduleEntry schedule)
    {
        Move(schedule, JobScheduleState.Deleting);
        DeleteJobs(schedule);
    }

    /// <summary>Takes every step that is due on the schedules of an account; the answer is when the next one will be.</summary>
    public DateTimeOffset? Settle(AccountState account)
    {
        DateTimeOffset? next = null;
        foreach (var schedule in account.JobSchedules.Values.ToList())
        {
            next = Due.Earlier(next, Settle(schedule));
        }

        return next;
    }

    private DateTimeOffset? Settle(JobScheduleEntry schedule)
    {
        switch (schedule.Record.State.Current)
        {
            case JobScheduleState.Active:
                return Run(schedule);
            case JobScheduleState.Terminating when schedule.ActiveJob is null:
                Move(schedule, JobScheduleState.Completed, record => record with { EndTime = record.LastModified, NextRunTime = null });
                autoPools.End(schedule);
                break;
            case JobScheduleState.Deleting:
                DeleteJobs(schedule);
                if (schedule.Jobs.Count == 0)
                {
                    autoPools.End(schedule);
                    world.Remove(schedule);
                }

                break;
        }

        return null;
    }

    /// <summary>Makes the job that is due, if the one before has ended within the start window.</summary>
    private DateTimeOffset? Run(JobScheduleEntry schedule)
    {
        var (now, times) = (world.Time.GetUtcNow(), schedule.Record.Times);
        var due = times.Latest(schedule.Record.NextRunTime, now);
        if (due is { } closed && times.Closes(closed) < now)
        {
            due = times.Following(closed);
        }

        // A job waits for the quota as it waits for the job before.
        if (due <= now && schedule.ActiveJob is null && schedule.Account.HasRoomForJob)
        {
            world.Put(schedule, schedule.Record with { LastRunTime = due, NextRunTime = times.Following(due.Value), JobCount = schedule.Record.JobCount + 1 });
            creation.Create(schedule.Account, schedule.Record.RecentJobId!, schedule.Record.Definition.GetProperty("jobSpecification"));
            due = schedule.Record.NextRunTime;
        }
        else if (due != schedule.Record.NextRunTime)
        {
            world.Put(schedule, schedule.Record with { NextRunTime = due });
        }

        // A schedule of one job is over with it, a recurring one at its end.
        var over = due is null && (times.Interval is null || !(times.After >= now));
        if (over && schedule.ActiveJob is null)
        {
            Move(schedule, JobScheduleState.Terminating);
            return Settle(schedule);
        }

        // A due job that waits does so until its window closes, or until the next occasion takes its place.
        var next = due <= now ? Due.Earlier(JustAfter(times.Closes(due.Value)), times.Following(due.Value)) : due;
        return Due.Earlier(next, times.After >= now ? JustAfter(times.After) : null);
    }

    private static DateTimeOffset? JustAfter(DateTimeOffset? time) => time < DateTimeOffset.MaxValue ? time + TimeSpan.FromTicks(1) : null;

    private void DeleteJobs(JobScheduleEntry schedule)
    {
        foreach (var job in schedule.Jobs.Values.Where(job => job.Record.State.Current != JobState.Deleting).ToList())
        {
            jobs.Delete(job);
        }
    }

    private void Move(JobScheduleEntry schedule, JobScheduleState to, Func<JobScheduleRecord, JobScheduleRecord>? change = null)
    {
        var now = world.Now();
        var moved = schedule.Record with { LastModified = now, State = JobScheduleStates.Machine.Move(schedule.Record.State, to, now) };
        world.Put(schedule, change?.Invoke(moved) ?? moved);
        wakeup.Now();
    }
}

using System.Text.Json;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers under /jobschedules.</summary>
internal static class JobScheduleOperations
{
    public static ValueTask<Reply> Create(Call call)
    {
        var body = call.RequiredBody();
        JobScheduleRules.Create.Check(body);
        JobScheduleRules.CheckTogether(body, call.Services.Options);
        var id = body.GetProperty("id").GetString()!;
        lock (call.World.Gate)
        {
            var account = call.Account;
            if (account.JobSchedules.TryGetValue(id, out var existing))
            {
                throw (existing.Record.State.Current == JobScheduleState.Deleting ? Errors.JobScheduleBeingDeleted : Errors.JobScheduleExists).With();
            }

            if (account.Jobs.ContainsKey(id))
            {
                throw Errors.JobWithSameIdExists.With();
            }

            if (!account.HasRoomForJob)
            {
                throw Errors.ActiveJobAndScheduleQuotaReached.With();
            }

            var schedule = call.Services.JobSchedules.Add(account, id, body);
            return new(Reply.Created(call.Url("jobschedules", id), schedule.Record.LastModified));
        }
    }

    public static ValueTask<Reply> List(Call call)
    {
        lock (call.World.Gate)
        {
            List<JobScheduleEntry> schedules = [.. call.Account.JobSchedules.Values];
            return new(Paging.List(
                call, schedules, schedule => schedule.Record.Id, schedule => JobScheduleView.Of(call, schedule), view => view.Schedule.Id, JobScheduleShape.Shape, call.Url("jobschedules")));
        }
    }

    public static ValueTask<Reply> Exists(Call call)
    {
        lock (call.World.Gate)
        {
            var record = call.JobSchedule().Record;
            call.Require(record.LastModified, write: false);
            return new(new Reply { LastModified = record.LastModified, ETag = record.ETag });
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            var schedule = call.JobSchedule();
            var record = schedule.Record;
            call.Require(record.LastModified, write: false);
            return new(Paging.One(call, JobScheduleView.Of(call, schedule), JobScheduleShape.Shape, call.Url("jobschedules"), record.LastModified));
        }
    }

    public static ValueTask<Reply> Patch(Call call)
    {
        var body = Sent(call, JobScheduleRules.Patch);
        return Update(call, body, definition => JsonMerge.Merge(definition, body), times: body.Property("schedule") is not null);
    }

    public static ValueTask<Reply> Put(Call call)
    {
        var body = Sent(call, JobScheduleRules.Put);
        return Update(call, body, definition => JsonMerge.Replace(definition, JobScheduleRules.Updatable, body), times: true);
    }

    /// <summary>Disabling what is disabled already is no error, as with jobs.</summary>
    public static ValueTask<Reply> Disable(Call call) => Act(call, JobScheduleState.Disabled, (schedules, schedule) => schedules.Disable(schedule));

    public static ValueTask<Reply> Enable(Call call) => Act(call, JobScheduleState.Active, (schedules, schedule) => schedules.Enable(schedule));

    public static ValueTask<Reply> Terminate(Call call) => Act(call, JobScheduleState.Terminating, (schedules, schedule) => schedules.Terminate(schedule));

    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            var schedule = call.JobSchedule();
            call.Require(schedule.Record.LastModified, write: true);
            Require(schedule, JobScheduleState.Deleting);
            call.Services.JobSchedules.Delete(schedule);
            return new(new Reply { DataServiceId = call.OwnUrl });
        }
    }

    private static ValueTask<Reply> Act(Call call, JobScheduleState to, Action<JobScheduleLifecycle, JobScheduleEntry> act)
    {
        lock (call.World.Gate)
        {
            var schedule = call.JobSchedule();
            call.Require(schedule.Record.LastModified, write: true);
            if (to is JobScheduleState.Terminating || schedule.Record.State.Current != to)
            {
                Require(schedule, to);
                act(call.Services.JobSchedules, schedule);
            }

            return new(Reply.Action(call, schedule.Record.LastModified));
        }
    }

    /// <summary>The checked body, with the secrets that it leaves out because it was read here.</summary>
    private static JsonElement Sent(Call call, BodyRules rules)
    {
        var body = call.RequiredBody();
        lock (call.World.Gate)
        {
            body = Secrets.Keep(call.JobSchedule().Record.Definition, body);
        }

        rules.Check(body);
        return body;
    }

    private static ValueTask<Reply> Update(Call call, JsonElement body, Func<JsonElement, JsonElement> change, bool times)
    {
        JobScheduleRules.CheckTogether(body, call.Services.Options);
        lock (call.World.Gate)
        {
            var schedule = call.JobSchedule();
            call.Require(schedule.Record.LastModified, write: true);
            Require(schedule, JobScheduleState.Terminating);
            call.Services.JobSchedules.Change(schedule, change(schedule.Record.Definition), times);
            return new(Reply.Action(call, schedule.Record.LastModified));
        }
    }

    /// <summary>Refuses what the state does not allow; what can still be terminated can be changed.</summary>
    private static void Require(JobScheduleEntry schedule, JobScheduleState to)
    {
        if (!JobScheduleStates.Machine.Allows(schedule.Record.State.Current, to))
        {
            throw (schedule.Record.State.Current switch
            {
                JobScheduleState.Deleting => Errors.JobScheduleBeingDeleted,
                JobScheduleState.Terminating => Errors.JobScheduleBeingTerminated,
                JobScheduleState.Completed => Errors.JobScheduleCompleted,
                _ => Errors.OperationInvalidForCurrentState,
            }).With();
        }
    }
}

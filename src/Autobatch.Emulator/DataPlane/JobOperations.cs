using System.Text.Json;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers under /jobs.</summary>
internal static class JobOperations
{
    public static ValueTask<Reply> Create(Call call)
    {
        var body = call.RequiredBody();
        JobRules.Create.Check(body);
        JobTaskRules.CheckTogether(body);
        JobCreation.Scaling(body, call.Services.Options);
        var id = body.GetProperty("id").GetString()!;
        lock (call.World.Gate)
        {
            var account = call.Account;
            if (account.Jobs.TryGetValue(id, out var existing))
            {
                throw (existing.Record.State.Current == JobState.Deleting ? Errors.JobBeingDeleted : Errors.JobExists).With();
            }

            if (account.JobSchedules.ContainsKey(id))
            {
                throw Errors.JobScheduleWithSameIdExists.With();
            }

            if (!account.HasRoomForJob)
            {
                throw Errors.ActiveJobAndScheduleQuotaReached.With();
            }

            var job = call.Services.NewJobs.Create(account, id, body);

            // Whatever its id is, the service says job-1 (FACTS R.1).
            return new(Reply.Created(call.Url("jobs", "job-1"), job.Record.LastModified));
        }
    }

    public static ValueTask<Reply> List(Call call) => List(call, () => call.Account.Jobs.Values);

    public static ValueTask<Reply> ListOfSchedule(Call call) => List(call, () => call.JobSchedule().Jobs.Values);

    private static ValueTask<Reply> List(Call call, Func<IEnumerable<JobEntry>> found)
    {
        lock (call.World.Gate)
        {
            List<JobEntry> jobs = [.. found()];
            return new(Paging.List(call, jobs, job => job.Record.Id, job => JobView.Of(call, job), view => view.Job.Id, JobShape.Shape, call.Url("jobs")));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            var job = call.Job();
            var record = job.Record;
            call.Require(record.LastModified, write: false);
            return new(Paging.One(call, JobView.Of(call, job), JobShape.Shape, call.Url("jobs"), record.LastModified));
        }
    }

    public static ValueTask<Reply> Patch(Call call)
    {
        var body = call.RequiredBody();
        JobRules.Patch.Check(body);
        return Update(call, body, definition => JsonMerge.Merge(definition, body));
    }

    public static ValueTask<Reply> Put(Call call)
    {
        var body = call.RequiredBody();
        JobRules.Put.Check(body);
        return Update(call, body, definition => JsonMerge.Replace(definition, JobRules.Updatable.Append("poolInfo"), body));
    }

    public static ValueTask<Reply> Terminate(Call call)
    {
        if (call.Body.ValueKind != JsonValueKind.Undefined)
        {
            JobRules.Terminate.Check(call.Body);
        }

        var reason = call.Body.Property("terminateReason")?.GetString() ?? "UserTerminate";
        return Act(call, JobState.Terminating, job => call.Services.Jobs.Terminate(job, reason));
    }

    public static ValueTask<Reply> Disable(Call call)
    {
        var body = call.RequiredBody();
        JobRules.Disable.Check(body);
        var option = body.GetProperty("disableTasks").GetString()!.ToLowerInvariant();
        return Act(call, JobState.Disabling, job => call.Services.Jobs.Disable(job, option));
    }

    public static ValueTask<Reply> Enable(Call call) => Act(call, JobState.Enabling, job =>
    {
        // Enabling what is enabled already is no error.
        if (job.Record.State.Current != JobState.Active)
        {
            call.Services.Jobs.Enable(job);
        }
    });

    public static ValueTask<Reply> Delete(Call call)
    {
        lock (call.World.Gate)
        {
            var job = call.Job();
            call.Require(job.Record.LastModified, write: true);
            if (job.Record.State.Current == JobState.Deleting)
            {
                throw Errors.JobBeingDeleted.With();
            }

            call.Services.Jobs.Delete(job);
            return new(new Reply { DataServiceId = call.OwnUrl });
        }
    }

    public static ValueTask<Reply> TaskCounts(Call call)
    {
        TaskNumbers tasks, slots;
        lock (call.World.Gate)
        {
            (tasks, slots) = Counted(call.Job(), call.World.Now(), call.Services.Pace.Counts);
        }

        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("odata.metadata", $"{call.BaseUrl}/$metadata#taskcountsresult/@Element");
            WriteNumbers(writer, "taskCounts", tasks);
            WriteNumbers(writer, "taskSlotCounts", slots);
            writer.WriteEndObject();
        }));
    }

    /// <summary>The counts of now, or what was shown last when that is not older than counts may be. At first there was no task (FACTS R.5).</summary>
    private static (TaskNumbers Tasks, TaskNumbers Slots) Counted(JobEntry job, DateTimeOffset now, TimeSpan lag)
    {
        var shown = job.Shown ?? (job.Record.CreationTime, default, default);
        if (lag == TimeSpan.Zero || now < shown.At || now - shown.At >= lag)
        {
            shown = (now, job.Tally.Tasks, job.Tally.Slots);
            job.Shown = shown;
        }

        return (shown.Tasks, shown.Slots);
    }

    /// <summary>The error of doing something with a job that its state does not allow.</summary>
    public static ErrorCode Refusal(JobState state) => state switch
    {
        JobState.Deleting => Errors.JobBeingDeleted,
        JobState.Terminating => Errors.JobBeingTerminated,
        JobState.Completed => Errors.JobCompleted,
        _ => Errors.OperationInvalidForCurrentState,
    };

    private static ValueTask<Reply> Act(Call call, JobState to, Action<JobEntry> act)
    {
        lock (call.World.Gate)
        {
            var job = call.Job();
            call.Require(job.Record.LastModified, write: true);
            var state = job.Record.State.Current;
            var same = (to, state) is (JobState.Enabling, JobState.Active) or (JobState.Disabling, JobState.Disabling);
            if (!same && !JobStates.Machine.Allows(state, to))
            {
                throw Refusal(state).With();
            }

            act(job);
            return new(Reply.Action(call, job.Record.LastModified));
        }
    }

    private static ValueTask<Reply> Update(Call call, JsonElement body, Func<JsonElement, JsonElement> change)
    {
        lock (call.World.Gate)
        {
            var job = call.Job();
            call.Require(job.Record.LastModified, write: true);
            var state = job.Record.State.Current;
            if (state is JobState.Deleting or JobState.Terminating or JobState.Completed)
            {
                throw Refusal(state).With();
            }

            var definition = change(job.Record.Definition);
            if (body.Property("poolInfo") is { } poolInfo)
            {
                definition = JsonMerge.Merge(definition, JsonMerge.Wrap("poolInfo", PoolInfoRules.Changed(job.Record, poolInfo)));
            }

            var record = job.Record with { Definition = definition, Traits = JobTraits.Read(definition), LastModified = call.World.Now() };
            call.World.Put(job, record);
            call.Services.Jobs.Settle(job);
            call.Services.Wakeup.Now();
            return new(Reply.Action(call, record.LastModified));
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, TaskNumbers numbers)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("active", numbers.Active);
        writer.WriteNumber("running", numbers.Running);
        writer.WriteNumber("completed", numbers.Completed);
        writer.WriteNumber("succeeded", numbers.Succeeded);
        writer.WriteNumber("failed", numbers.Failed);
        writer.WriteEndObject();
    }
}

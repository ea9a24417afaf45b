using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of single tasks.</summary>
internal static class TaskOperations
{
    /// <summary>How long terminate and delete wait for a process to be gone; a kill takes milliseconds.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    /// <summary>A whole task, of which only the constraints count.</summary>
    private static readonly BodyRules s_put = new(
        "CloudTask",
        [
            new("constraints", JsonType.Object, Check: TaskRules.Constraints.Check),
            .. TaskRules.Create.Rules.Where(rule => rule.Name != "constraints").Select(rule => rule with { Required = false, Check = null }),
            .. CommonRules.ReadOnly,
            new("nodeInfo", JsonType.Object),
        ]);

    public static ValueTask<Reply> List(Call call)
    {
        IReadOnlyList<TaskEntry> entries;
        string jobId;
        lock (call.World.Gate)
        {
            var job = call.Job();
            (entries, jobId) = (job.SortedTasks, job.Record.Id);
        }

        var now = call.World.Time.GetUtcNow();
        return new(Paging.List(call, entries, entry => entry.Record.Id, entry => new TaskView(entry.Record, jobId, call.BaseUrl, now), view => view.Task.Id, TaskShape.Shape, call.Url("jobs", jobId, "tasks")));
    }

    public static ValueTask<Reply> Get(Call call)
    {
        TaskView view;
        lock (call.World.Gate)
        {
            view = new(call.Task().Record, call.Job().Record.Id, call.BaseUrl, call.World.Time.GetUtcNow());
        }

        call.Require(view.Task.LastModified, write: false);
        return new(Paging.One(call, view, TaskShape.Shape, call.Url("jobs", view.JobId, "tasks"), view.Task.LastModified));
    }

    /// <summary>PUT: only the constraints of a task can change.</summary>
    public static ValueTask<Reply> Put(Call call)
    {
        var body = call.RequiredBody();
        s_put.Check(body);
        lock (call.World.Gate)
        {
            var task = Writable(call);
            if (task.Record.State.Current == TaskState.Completed)
            {
                throw Errors.TaskCompleted.With();
            }

            var definition = JsonMerge.Replace(task.Record.Definition, ["constraints"], body);
            var record = task.Record with
            {
                Definition = definition,
                MaxRetries = definition.Property("constraints")?.Property("maxTaskRetryCount")?.GetInt32() ?? 0,
                LastModified = call.World.Now(),
            };
            call.World.Put(task, record);
            return new(Reply.Action(call, record.LastModified));
        }
    }

    public static async ValueTask<Reply> Terminate(Call call)
    {
        Attempt? attempt;
        TaskEntry task;
        lock (call.World.Gate)
        {
            task = Writable(call);
            if (task.Record.State.Current == TaskState.Completed)
            {
                throw Errors.TaskCompleted.With();
            }

            attempt = call.Services.Tasks.Terminate(task);
        }

        await EndOf(call, attempt?.Ended.Task);
        return Reply.Action(call, task.Record.LastModified);
    }

    public static ValueTask<Reply> Reactivate(Call call)
    {
        lock (call.World.Gate)
        {
            var task = Writable(call);
            var state = task.Job.Record.State.Current;
            if (state is JobState.Completed or JobState.Terminating or JobState.Deleting)
            {
                throw JobOperations.Refusal(state).With();
            }

            if (task.Record.State.Current != TaskState.Completed)
            {
                throw Errors.TaskNotCompleted.With();
            }

            if (task.Job.Removals.Of(task.Record.Id) is not null)
            {
                throw Errors.OperationInvalidForCurrentState.With(("Reason", "The files of the task are just being removed."));
            }

            if (task.Record.Execution.Failure is null)
            {
                throw Errors.TaskSucceeded.With();
            }

            call.Services.Tasks.Reactivate(task);
            return new(Reply.Action(call, task.Record.LastModified));
        }
    }

    public static async ValueTask<Reply> Delete(Call call)
    {
        Task removal;
        lock (call.World.Gate)
        {
            removal = call.Services.Tasks.Delete(Writable(call));
        }

        await EndOf(call, removal);
        return new() { DataServiceId = call.OwnUrl };
    }

    private static TaskEntry Writable(Call call)
    {
        var task = call.Task();
        call.Require(task.Record.LastModified, write: true);
        return task.Job.Record.State.Current == JobState.Deleting ? throw Errors.JobBeingDeleted.With() : task;
    }

    /// <summary>Waits so that the answer finds the task where it says; a process that resists for long does not hold the client.</summary>
    private static async Task EndOf(Call call, Task? end)
    {
        if (end is not null)
        {
            await end.WaitAsync(s_longestWait, call.Services.Options.TimeProvider, call.Aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

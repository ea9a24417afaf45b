using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Adding tasks, one or a hundred (FACTS A.4).</summary>
internal static class AddTasks
{
    private const int MostTasks = 100;

    public static ValueTask<Reply> One(Call call)
    {
        var body = call.RequiredBody();
        lock (call.World.Gate)
        {
            var job = Open(call);
            var task = Add(call, job, body);
            return new(Reply.Created(call.Url("jobs", job.Record.Id, "tasks", task.Id), task.LastModified));
        }
    }

    /// <summary>What is wrong with the job or the request fails it; what is wrong with a task fails that task.</summary>
    public static ValueTask<Reply> Collection(Call call)
    {
        var tasks = call.RequiredBody().Property("value") is { ValueKind: JsonValueKind.Array } array
            ? array
            : throw Errors.MissingRequiredProperty.With(("PropertyName", "value"));
        if (tasks.GetArrayLength() > MostTasks)
        {
            throw Errors.InvalidPropertyValue.Property("value", null, $"A collection has at most {MostTasks} tasks; this one has {tasks.GetArrayLength()}.");
        }

        List<Result> results = new(tasks.GetArrayLength());
        string jobId;
        lock (call.World.Gate)
        {
            var job = Open(call);
            jobId = job.Record.Id;
            foreach (var task in tasks.EnumerateArray())
            {
                results.Add(TryAdd(call, job, task));
            }
        }

        var url = call.Url("jobs", jobId, "tasks");
        return new(Reply.Of(writer => Write(writer, call, results, url)));
    }

    private static Result TryAdd(Call call, JobEntry job, JsonElement task)
    {
        try
        {
            return new(Add(call, job, task), null, null);
        }
        catch (BatchException e)
        {
            return new(null, task.Property("id") is { ValueKind: JsonValueKind.String } id ? id.GetString() : "", e);
        }
    }

    private static TaskRecord Add(Call call, JobEntry job, JsonElement body)
    {
        TaskRules.Check(body, job.Record.Traits);
        ContainerTasks.Require(call.Services.Options, body);
        var id = body.GetProperty("id").GetString()!;
        if (job.Tasks.ContainsKey(id))
        {
            throw Errors.TaskExists.With();
        }

        return call.Services.Tasks.Add(job, body, manager: false);
    }

    private static JobEntry Open(Call call)
    {
        var job = call.Job();
        var state = job.Record.State.Current;
        return state is JobState.Completed or JobState.Terminating or JobState.Deleting ? throw JobOperations.Refusal(state).With() : job;
    }

    private static void Write(Utf8JsonWriter writer, Call call, List<Result> results, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("odata.metadata", $"{call.BaseUrl}/$metadata#taskaddresult");
        writer.WriteStartArray("value");
        foreach (var (task, id, error) in results)
        {
            writer.WriteStartObject();
            if (task is not null)
            {
                writer.WriteString("status", "success");
                writer.WriteString("taskId", task.Id);
                writer.WriteString("eTag", task.ETag);
                writer.WriteString("lastModified", WireTime.Format(task.LastModified));
                writer.WriteString("location", $"{url}/{task.Id}");
            }
            else
            {
                writer.WriteString("status", "clienterror");
                writer.WriteString("taskId", id);
                writer.WritePropertyName("error");
                ErrorBody.Write(writer, error!, call.Http.TraceIdentifier, call.Services.Options.TimeProvider.GetUtcNow(), metadata: null);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private sealed record Result(TaskRecord? Task, string? Id, BatchException? Error);
}

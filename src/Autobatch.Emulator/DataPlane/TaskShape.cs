using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Scheduling;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A task on the wire (FACTS B, R.3), together with the job it belongs to and the time at which it is looked at.</summary>
internal sealed record TaskView(TaskRecord Task, string JobId, string BaseUrl, DateTimeOffset Now);

/// <summary>Rows of a task.</summary>
internal static class TaskShape
{
    public static readonly ResourceShape<TaskView> Shape = Build();

    private static ResourceShape<TaskView> Build()
    {
        var shape = new ResourceShape<TaskView>("tasks")
            .Text("id", view => view.Task.Id)
            .Row("url", (writer, view, url) => writer.WriteStringValue($"{url}/{view.Task.Id}"))
            .Text("eTag", view => view.Task.ETag)
            .Time("creationTime", view => view.Task.CreationTime)
            .Time("lastModified", view => view.Task.LastModified)
            .State("state", view => view.Task.State, previous: true)
            .Sent(view => view.Task.Definition)
            .Hidden("killJobOnCompletion", "runExclusive", "allowLowPriorityNode")
            .Default("userIdentity", """{"autoUser":{"scope":"pool","elevationLevel":"nonadmin"}}""")
            .Row("constraints", WriteConstraints)
            .Number("requiredSlots", view => view.Task.Traits.RequiredSlots)
            .Row("executionInfo", (writer, view, _) => ExecutionWriter.Write(writer, view.Task.Execution))
            .Row("nodeInfo", (writer, view, _) => WriteNode(writer, view.Task.Node!, view.JobId, view.Task.Id, view.BaseUrl), view => view.Task.Node is not null)
            .Row("stats", (writer, view, url) => TaskStatistics.Of([view.Task], view.Task.CreationTime, view.Now).Write(writer, $"{url}/{view.Task.Id}", counts: false));
        shape.Filters
            .Text("id", view => view.Task.Id)
            .Text("displayName", view => view.Task.Definition.Property("displayName")?.GetString())
            .Text("eTag", view => view.Task.ETag)
            .Time("creationTime", view => view.Task.CreationTime)
            .Time("lastModified", view => view.Task.LastModified)
            .Text("state", view => view.Task.State.Current.Wire())
            .Time("stateTransitionTime", view => view.Task.State.Since)
            .Text("previousState", view => view.Task.State.Previous?.Wire())
            .Time("previousStateTransitionTime", view => view.Task.State.PreviousSince)
            .Number("executionInfo/exitCode", view => view.Task.Execution.ExitCode)
            .Time("executionInfo/startTime", view => view.Task.Execution.StartTime)
            .Time("executionInfo/endTime", view => view.Task.Execution.EndTime)
            .Number("executionInfo/retryCount", view => view.Task.Execution.RetryCount)
            .Number("executionInfo/requeueCount", view => view.Task.Execution.RequeueCount)
            .Text("executionInfo/result", view => ExecutionWriter.Result(view.Task.Execution.Succeeded))
            .Text("nodeInfo/nodeId", view => view.Task.Node?.NodeId)
            .Text("nodeInfo/poolId", view => view.Task.Node?.PoolId);
        return shape;
    }

    private static void WriteConstraints(Utf8JsonWriter writer, TaskView view, string url)
    {
        var constraints = view.Task.Definition.Property("constraints");
        writer.WriteStartObject();
        ConstraintsWriter.Duration(writer, constraints, "maxWallClockTime", WireTime.Infinite);
        ConstraintsWriter.Duration(writer, constraints, "retentionTime", "P7D");
        writer.WriteNumber("maxTaskRetryCount", view.Task.MaxRetries);
        writer.WriteEndObject();
    }

    /// <summary>Where a task has run, or an instance of it.</summary>
    public static void WriteNode(Utf8JsonWriter writer, TaskNode node, string jobId, string folder, string baseUrl)
    {
        var nodeUrl = $"{baseUrl}/pools/{node.PoolId}/nodes/{node.NodeId}";
        var directory = $"{JobRecord.DirectoryOf(jobId)}/{folder}";
        writer.WriteStartObject();
        writer.WriteString("affinityId", Affinity.Of(node.NodeId));
        writer.WriteString("nodeUrl", nodeUrl);
        writer.WriteString("poolId", node.PoolId);
        writer.WriteString("nodeId", node.NodeId);
        writer.WriteString("taskRootDirectory", directory);
        writer.WriteString("taskRootDirectoryUrl", $"{nodeUrl}/files/{directory}");
        writer.WriteEndObject();
    }
}

/// <summary>The executionInfo of tasks, and what it shares with those of start, preparation and release tasks.</summary>
internal static class ExecutionWriter
{
    public static string? Result(bool? succeeded) => succeeded switch { true => "success", false => "failure", null => null };

    public static void Write(Utf8JsonWriter writer, TaskExecution execution)
    {
        writer.WriteStartObject();
        Time(writer, "startTime", execution.StartTime);
        WriteEnd(writer, execution.EndTime, execution.ExitCode, execution.Failure);
        WriteRetries(writer, execution.RetryCount, execution.LastRetryTime);
        writer.WriteNumber("requeueCount", execution.RequeueCount);
        Time(writer, "lastRequeueTime", execution.LastRequeueTime);
        if (Result(execution.Succeeded) is { } result)
        {
            writer.WriteString("result", result);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, TaskFailure failure)
    {
        writer.WriteStartObject();
        writer.WriteString("category", failure.Category);
        writer.WriteString("code", failure.Code);
        writer.WriteString("message", failure.Message);
        NameValues.Write(writer, "details", failure.Details);
        writer.WriteEndObject();
    }

    /// <summary>How a task of any kind ended; nothing while it runs.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, DateTimeOffset? end, int? exitCode, TaskFailure? failed)
    {
        Time(writer, "endTime", end);
        if (exitCode is { } code)
        {
            writer.WriteNumber("exitCode", code);
        }

        if (failed is { } failure)
        {
            writer.WritePropertyName("failureInfo");
            Write(writer, failure);
        }
    }

    /// <summary>How often a task of any kind was run again for its exit code.</summary>
    public static void WriteRetries(Utf8JsonWriter writer, int count, DateTimeOffset? last)
    {
        writer.WriteNumber("retryCount", count);
        Time(writer, "lastRetryTime", last);
    }

    /// <summary>A time that may not have come.</summary>
    public static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            writer.WriteString(name, WireTime.Format(value));
        }
    }
}

/// <summary>Durations of constraints, normalised.</summary>
internal static class ConstraintsWriter
{
    public static void Duration(Utf8JsonWriter writer, JsonElement? constraints, string name, string otherwise)
    {
        var sent = constraints?.Property(name)?.GetString();
        writer.WriteString(name, sent is null ? otherwise : WireTime.Format(WireTime.Duration(sent)!.Value));
    }
}

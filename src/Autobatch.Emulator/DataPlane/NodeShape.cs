using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A node with what runs on it now.</summary>
internal sealed record NodeView(NodeRecord Node, PoolRecord Pool, int RunningTasks, int UsedSlots, IReadOnlyList<(string JobId, TaskRecord Task, int? Subtask)> Recent, string BaseUrl);

/// <summary>A node on the wire (FACTS B, R.6).</summary>
internal static class NodeShape
{
    public static readonly ResourceShape<NodeView> Shape = Build();

    private static ResourceShape<NodeView> Build()
    {
        var shape = new ResourceShape<NodeView>("nodes")
            .Text("id", view => view.Node.Id)
            .Row("url", (writer, view, url) => writer.WriteStringValue($"{url}/{view.Node.Id}"))
            .State("state", view => view.Node.State, previous: false)
            .Text("schedulingState", Scheduling)
            .Time("lastBootTime", view => view.Node.LastBootTime)
            .Time("allocationTime", view => view.Node.AllocationTime)
            .Text("ipAddress", view => view.Node.Address)
            .Text("ipv6Address", _ => "::1")
            .Text("affinityId", view => Affinity.Of(view.Node.Id))
            .Text("vmSize", view => view.Pool.Definition.Property("vmSize")?.GetString()?.ToLowerInvariant())
            .Number("totalTasksRun", view => view.Node.TotalTasksRun)
            .Number("runningTasksCount", view => view.RunningTasks)
            .Number("runningTaskSlotsCount", view => view.UsedSlots)
            .Number("totalTasksSucceeded", view => view.Node.TotalTasksSucceeded)
            .Row("recentTasks", WriteRecent, view => view.Recent.Count > 0)
            .Flag("isDedicated", view => view.Node.Dedicated)
            .Row("startTask", (writer, view, _) => StartTaskWriter.Write(writer, view.Node.StartTask!.Value), view => view.Node.StartTask is not null)
            .Row("startTaskInfo", (writer, view, _) => StartTaskWriter.Write(writer, view.Node.StartTaskInfo!), view => view.Node.StartTaskInfo is not null)
            .Row("errors", WriteErrors, view => view.Node.Errors.Count > 0)
            .Row("nodeAgentInfo", WriteAgent)
            .Row("virtualMachineInfo", WriteMachine);
        shape.Filters
            .Text("id", view => view.Node.Id)
            .Text("state", view => view.Node.State.Current.Wire())
            .Time("stateTransitionTime", view => view.Node.State.Since)
            .Text("schedulingState", Scheduling)
            .Time("lastBootTime", view => view.Node.LastBootTime)
            .Time("allocationTime", view => view.Node.AllocationTime)
            .Text("ipAddress", view => view.Node.Address)
            .Text("affinityId", view => Affinity.Of(view.Node.Id))
            .Text("vmSize", view => view.Pool.Definition.Property("vmSize")?.GetString())
            .Number("totalTasksRun", view => view.Node.TotalTasksRun)
            .Flag("isDedicated", view => view.Node.Dedicated);
        return shape;
    }

    private static void WriteRecent(Utf8JsonWriter writer, NodeView view, string url)
    {
        writer.WriteStartArray();
        foreach (var (jobId, task, subtask) in view.Recent)
        {
            writer.WriteStartObject();
            writer.WriteString("taskUrl", $"{view.BaseUrl}/jobs/{jobId}/tasks/{task.Id}");
            writer.WriteString("jobId", jobId);
            writer.WriteString("taskId", task.Id);
            if (subtask is { } id)
            {
                writer.WriteNumber("subtaskId", id);
            }

            writer.WriteString("taskState", task.State.Current.Wire());
            writer.WritePropertyName("executionInfo");
            ExecutionWriter.Write(writer, task.Execution);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Scheduling(NodeView view) => view.Node.SchedulingDisabled ? "disabled" : "enabled";

    private static void WriteErrors(Utf8JsonWriter writer, NodeView view, string url)
    {
        writer.WriteStartArray();
        foreach (var error in view.Node.Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            NameValues.Write(writer, "errorDetails", error.Details);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAgent(Utf8JsonWriter writer, NodeView view, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("version", "1.0.0.0");
        writer.WriteString("lastUpdateTime", WireTime.Format(view.Node.AllocationTime));
        writer.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter writer, NodeView view, string url)
    {
        writer.WriteStartObject();
        if (view.Pool.Definition.Property("virtualMachineConfiguration")?.Property("imageReference") is { } image)
        {
            writer.WritePropertyName("imageReference");
            image.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

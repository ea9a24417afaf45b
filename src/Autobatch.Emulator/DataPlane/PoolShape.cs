using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A pool with its present size, and its usage when it was asked for.</summary>
internal sealed record PoolView(PoolRecord Pool, int Dedicated, int LowPriority, PoolUsage? Usage);

/// <summary>A pool on the wire (FACTS B, R.3).</summary>
internal static class PoolShape
{
    public static readonly ResourceShape<PoolView> Shape = Build();

    private static ResourceShape<PoolView> Build()
    {
        var shape = new ResourceShape<PoolView>("pools")
            .Text("id", view => view.Pool.Id)
            .Row("url", (writer, view, url) => writer.WriteStringValue($"{url}/{view.Pool.Id}"))
            .Text("eTag", view => view.Pool.ETag)
            .Time("lastModified", view => view.Pool.LastModified)
            .Time("creationTime", view => view.Pool.CreationTime)
            .State("state", view => view.Pool.State, previous: false)
            .State("allocationState", view => view.Pool.Allocation, previous: false)
            .Sent(view => view.Pool.Definition, keepEmptyArrays: false)
            .Row("identity", (writer, view, _) => WriteIdentity(writer, view.Pool), view => view.Pool.Identities.Count > 0)
            .Row("virtualMachineConfiguration", (writer, view, _) => PoolWriter.WriteMachine(writer, view.Pool.Definition.GetProperty("virtualMachineConfiguration")), view => view.Pool.Definition.Property("virtualMachineConfiguration") is not null)
            .Row("vmSize", (writer, view, _) => writer.WriteStringValue(view.Pool.Definition.Property("vmSize")?.GetString()?.ToLowerInvariant()))
            .Text("resizeTimeout", view => view.Pool.ResizeTimeout)
            .Row("resizeErrors", WriteResizeErrors, view => view.Pool.ResizeErrors.Count > 0)
            .Number("currentDedicatedNodes", view => view.Dedicated)
            .Number("targetDedicatedNodes", view => view.Pool.TargetDedicated)
            .Number("currentLowPriorityNodes", view => view.LowPriority)
            .Number("targetLowPriorityNodes", view => view.Pool.TargetLowPriority)
            .Flag("enableAutoScale", view => view.Pool.AutoScale is not null)
            .Text("autoScaleFormula", view => view.Pool.AutoScale?.Formula)
            .Text("autoScaleEvaluationInterval", view => view.Pool.AutoScale is { } settings ? WireTime.Format(settings.Interval) : null)
            .Row("autoScaleRun", (writer, view, _) => AutoScaleOperations.Write(writer, view.Pool.AutoScaleRun!), view => view.Pool.AutoScaleRun is not null)
            .Row("startTask", (writer, view, _) => StartTaskWriter.Write(writer, view.Pool.Definition.GetProperty("startTask")), view => view.Pool.Definition.Property("startTask") is not null)
            .Default("enableInterNodeCommunication", "false")
            .Number("taskSlotsPerNode", view => view.Pool.Traits.SlotsPerNode)
            .Default("taskSchedulingPolicy", """{"nodeFillType":"Spread"}""")
            .Row("stats", (writer, view, url) => view.Usage!.Write(writer, $"{url}/{view.Pool.Id}"), view => view.Usage is not null);
        shape.Filters
            .Text("id", view => view.Pool.Id)
            .Text("displayName", view => view.Pool.Definition.Property("displayName")?.GetString())
            .Text("eTag", view => view.Pool.ETag)
            .Time("creationTime", view => view.Pool.CreationTime)
            .Time("lastModified", view => view.Pool.LastModified)
            .Text("state", view => view.Pool.State.Current.Wire())
            .Time("stateTransitionTime", view => view.Pool.State.Since)
            .Text("allocationState", view => view.Pool.Allocation.Current.Wire())
            .Time("allocationStateTransitionTime", view => view.Pool.Allocation.Since)
            .Flag("enableAutoScale", view => view.Pool.AutoScale is not null)
            .Text("vmSize", view => view.Pool.Definition.Property("vmSize")?.GetString());
        return shape;
    }

    private static void WriteIdentity(Utf8JsonWriter writer, PoolRecord pool)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "UserAssigned");
        writer.WriteStartArray("userAssignedIdentities");
        foreach (var identity in pool.Identities)
        {
            writer.WriteStartObject();
            writer.WriteString("resourceId", identity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteResizeErrors(Utf8JsonWriter writer, PoolView view, string url)
    {
        writer.WriteStartArray();
        foreach (var error in view.Pool.ResizeErrors)
        {
            writer.WriteStartObject();
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            NameValues.Write(writer, "values", error.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

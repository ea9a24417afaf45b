using System.Buffers;
using System.Text.Json;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Protocol.Filters;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>How a pool is shown on this plane (FACTS D).</summary>
internal static class ArmPoolShape
{
    private const string Target = "targetNodeCommunicationMode";

    private static readonly (string Name, Action<Utf8JsonWriter, PoolEntry> Write, Func<PoolEntry, bool>? Present)[] s_properties =
    [
        Sent("displayName"),
        Text("lastModified", pool => WireTime.Format(pool.Record.LastModified)),
        Text("creationTime", pool => WireTime.Format(pool.Record.CreationTime)),
        Text("provisioningState", pool => Provisioning(pool.Record)),
        Text("provisioningStateTransitionTime", pool => WireTime.Format(pool.Record.State.Since)),
        Text("allocationState", pool => $"{pool.Record.Allocation.Current}"),
        Text("allocationStateTransitionTime", pool => WireTime.Format(pool.Record.Allocation.Since)),
        Sent("vmSize"),
        ("deploymentConfiguration", WriteDeployment, pool => pool.Record.Definition.Property("virtualMachineConfiguration") is not null),
        ("currentDedicatedNodes", (writer, pool) => writer.WriteNumberValue(pool.Count(dedicated: true)), null),
        ("currentLowPriorityNodes", (writer, pool) => writer.WriteNumberValue(pool.Count(dedicated: false)), null),
        ("scaleSettings", WriteScale, null),
        ("autoScaleRun", (writer, pool) => WriteRun(writer, pool.Record.AutoScaleRun!), pool => pool.Record.AutoScaleRun is not null),
        Text("interNodeCommunication", pool => pool.Record.Definition.Property("enableInterNodeCommunication")?.GetBoolean() == true ? "Enabled" : "Disabled"),
        Sent("networkConfiguration"),
        ("taskSlotsPerNode", (writer, pool) => writer.WriteNumberValue(pool.Record.Traits.SlotsPerNode), null),
        ("taskSchedulingPolicy", WriteScheduling, null),
        Sent("userAccounts"),
        Sent("metadata"),
        ("startTask", WriteStartTask, pool => pool.Record.Definition.Property("startTask") is not null),
        ("applicationPackages", WritePackages, pool => pool.Record.Definition.Property("applicationPackageReferences").Items().Any()),
        ("resizeOperationStatus", WriteResize, null),
        Sent("mountConfiguration"),
        Sent("upgradePolicy"),
        Sent("applicationLicenses"),
        Mode("targetNodeCommunicationMode", mode => mode),
        Mode("currentNodeCommunicationMode", mode => mode == "Default" ? "Simplified" : mode),
    ];

    /// <summary>What $filter may name.</summary>
    public static readonly FilterSchema<PoolEntry> Filters = new FilterSchema<PoolEntry>()
        .Text("name", pool => pool.Record.Id)
        .Text("properties/allocationState", pool => $"{pool.Record.Allocation.Current}")
        .Time("properties/allocationStateTransitionTime", pool => pool.Record.Allocation.Since)
        .Time("properties/creationTime", pool => pool.Record.CreationTime)
        .Text("properties/provisioningState", pool => Provisioning(pool.Record))
        .Time("properties/provisioningStateTransitionTime", pool => pool.Record.State.Since)
        .Time("properties/lastModified", pool => pool.Record.LastModified)
        .Text("properties/vmSize", pool => pool.Record.Definition.Property("vmSize")?.GetString());

    public static string ETag(PoolRecord pool) => $"W/\"{pool.ETag}\"";

    /// <summary>Writes the pool; null selects everything, otherwise what follows properties/.</summary>
    public static void Write(Utf8JsonWriter writer, PoolEntry pool, IReadOnlySet<string>? selected = null)
    {
        var record = pool.Record;
        writer.WriteStartObject();
        writer.WriteString("id", $"{Scope.Id(pool.Account)}/pools/{record.Id}");
        writer.WriteString("name", record.Id);
        writer.WriteString("type", "Microsoft.Batch/batchAccounts/pools");
        writer.WriteString("etag", ETag(record));
        if (record.Identities.Count > 0)
        {
            IdentityRules.Write(writer, "UserAssigned", record.Identities);
        }

        if (record.Definition.Property("resourceTags") is { } tags)
        {
            writer.WritePropertyName("tags");
            tags.WriteTo(writer);
        }

        writer.WriteStartObject("properties");
        foreach (var (name, write, present) in s_properties)
        {
            if (selected?.Contains(name) != false && present?.Invoke(pool) != false)
            {
                writer.WritePropertyName(name);
                write(writer, pool);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static (string Name, Action<Utf8JsonWriter, PoolEntry> Write, Func<PoolEntry, bool>? Present) Text(string name, Func<PoolEntry, string> value) =>
        (name, (writer, pool) => writer.WriteStringValue(value(pool)), null);

    private static (string Name, Action<Utf8JsonWriter, PoolEntry> Write, Func<PoolEntry, bool>? Present) Sent(string name) =>
        (name, (writer, pool) => ArmJson.Write(writer, name, pool.Record.Definition.GetProperty(name)), pool => pool.Record.Definition.Property(name) is not null);

    /// <summary>How nodes communicate: of older versions, and shown for pools that were given it.</summary>
    private static (string Name, Action<Utf8JsonWriter, PoolEntry> Write, Func<PoolEntry, bool>? Present) Mode(string name, Func<string, string> shown) =>
        (name, (writer, pool) => writer.WriteStringValue(shown(ArmJson.Enum(Target, pool.Record.Definition.GetProperty(Target).GetString()!))), pool => pool.Record.Definition.Property(Target) is not null);

    private static string Provisioning(PoolRecord pool) => pool.State.Current == PoolState.Deleting ? "Deleting" : "Succeeded";

    private static void WriteDeployment(Utf8JsonWriter writer, PoolEntry pool)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("virtualMachineConfiguration");
        ArmJson.Write(writer, "virtualMachineConfiguration", pool.Record.Definition.GetProperty("virtualMachineConfiguration"));
        writer.WriteEndObject();
    }

    private static void WriteScale(Utf8JsonWriter writer, PoolEntry pool)
    {
        var record = pool.Record;
        writer.WriteStartObject();
        if (record.AutoScale is { } automatic)
        {
            writer.WriteStartObject("autoScale");
            writer.WriteString("formula", automatic.Formula);
            writer.WriteString("evaluationInterval", WireTime.Format(automatic.Interval));
        }
        else
        {
            writer.WriteStartObject("fixedScale");
            writer.WriteNumber("targetDedicatedNodes", record.TargetDedicated);
            writer.WriteNumber("targetLowPriorityNodes", record.TargetLowPriority);
            writer.WriteString("resizeTimeout", record.ResizeTimeout);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteScheduling(Utf8JsonWriter writer, PoolEntry pool)
    {
        if (pool.Record.Definition.Property("taskSchedulingPolicy") is { } sent)
        {
            ArmJson.Write(writer, "taskSchedulingPolicy", sent);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("nodeFillType", "Spread");
        writer.WriteEndObject();
    }

    private static void WriteStartTask(Utf8JsonWriter writer, PoolEntry pool) =>
        ArmJson.Write(writer, "startTask", Made(filled => StartTaskWriter.Write(filled, pool.Record.Definition.GetProperty("startTask"))));

    private static void WritePackages(Utf8JsonWriter writer, PoolEntry pool)
    {
        writer.WriteStartArray();
        foreach (var reference in pool.Record.Definition.Property("applicationPackageReferences").Items().Select(PackageReference.Read))
        {
            writer.WriteStartObject();
            writer.WriteString("id", $"{Scope.Id(pool.Account)}/applications/{reference.ApplicationId}");
            if (reference.Version is not null)
            {
                writer.WriteString("version", reference.Version);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRun(Utf8JsonWriter writer, AutoScaleRun run)
    {
        writer.WriteStartObject();
        writer.WriteString("evaluationTime", WireTime.Format(run.Timestamp));
        if (run.Results is not null)
        {
            writer.WriteString("results", run.Results);
        }

        if (run.Error is { } error)
        {
            writer.WritePropertyName("error");
            WriteError(writer, error.Code, error.Message, error.Values);
        }

        writer.WriteEndObject();
    }

    private static void WriteResize(Utf8JsonWriter writer, PoolEntry pool)
    {
        var record = pool.Record;
        writer.WriteStartObject();
        writer.WriteNumber("targetDedicatedNodes", record.TargetDedicated);
        writer.WriteNumber("targetLowPriorityNodes", record.TargetLowPriority);
        writer.WriteString("resizeTimeout", record.ResizeTimeout);
        writer.WriteString("nodeDeallocationOption", ArmJson.Enum("nodeDeallocationOption", record.DeallocationOption));
        writer.WriteString("startTime", WireTime.Format(record.ResizeStart ?? record.CreationTime));
        if (record.ResizeErrors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var error in record.ResizeErrors)
            {
                WriteError(writer, error.Code, error.Message, error.Values);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, string code, string message, IReadOnlyList<NameValue> values)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        if (values.Count > 0)
        {
            writer.WriteStartArray("details");
            foreach (var value in values)
            {
                writer.WriteStartObject();
                writer.WriteString("code", value.Name);
                writer.WriteString("message", value.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static JsonElement Made(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}

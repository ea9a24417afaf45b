using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A job's own tasks on the wire: as they were sent, with the service's defaults filled in (FACTS R.3).</summary>
internal static class JobTaskWriter
{
    private static readonly JsonElement s_identity = JsonElement.Parse("""{"autoUser":{"scope":"pool","elevationLevel":"nonadmin"}}"""u8);
    private static readonly JsonElement s_true = JsonElement.Parse("true"u8);
    private static readonly JsonElement s_one = JsonElement.Parse("1"u8);

    public static void WriteManager(Utf8JsonWriter writer, JobRecord job)
    {
        var task = job.Traits.Manager!.Body;
        writer.WriteStartObject();
        WriteSent(writer, task, "constraints");
        WriteDefaults(writer, task, ("userIdentity", s_identity), ("killJobOnCompletion", s_true), ("runExclusive", s_true), ("allowLowPriorityNode", s_true), ("requiredSlots", s_one));
        WriteConstraints(writer, task, job.Traits.MaxRetries);
        writer.WriteEndObject();
    }

    public static void WritePreparation(Utf8JsonWriter writer, JobRecord job)
    {
        var (preparation, task) = (job.Traits.Preparation!, job.Traits.Preparation!.Body);
        writer.WriteStartObject();
        writer.WriteString("id", preparation.Id);
        WriteSent(writer, task, "id", "constraints");
        WriteDefaults(writer, task, ("userIdentity", s_identity), ("waitForSuccess", s_true), ("rerunOnNodeRebootAfterSuccess", s_true));
        WriteConstraints(writer, task, preparation.MaxRetries);
        writer.WriteEndObject();
    }

    public static void WriteRelease(Utf8JsonWriter writer, JobRecord job)
    {
        var (release, task) = (job.Traits.Release!, job.Traits.Release!.Body);
        writer.WriteStartObject();
        writer.WriteString("id", release.Id);
        WriteSent(writer, task, "id", "maxWallClockTime", "retentionTime");
        WriteDefaults(writer, task, ("userIdentity", s_identity));
        ConstraintsWriter.Duration(writer, task, "maxWallClockTime", "PT15M");
        ConstraintsWriter.Duration(writer, task, "retentionTime", "P7D");
        writer.WriteEndObject();
    }

    private static void WriteConstraints(Utf8JsonWriter writer, JsonElement task, int retries)
    {
        var sent = task.Property("constraints");
        writer.WriteStartObject("constraints");
        ConstraintsWriter.Duration(writer, sent, "maxWallClockTime", WireTime.Infinite);
        ConstraintsWriter.Duration(writer, sent, "retentionTime", "P7D");
        writer.WriteNumber("maxTaskRetryCount", sent?.Property("maxTaskRetryCount")?.GetInt32() ?? retries);
        writer.WriteEndObject();
    }

    private static void WriteSent(Utf8JsonWriter writer, JsonElement task, params ReadOnlySpan<string> except)
    {
        foreach (var property in task.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && !except.Contains(property.Name))
            {
                Secrets.Hide(writer, property);
            }
        }
    }

    private static void WriteDefaults(Utf8JsonWriter writer, JsonElement task, params ReadOnlySpan<(string Name, JsonElement Value)> defaults)
    {
        foreach (var (name, value) in defaults)
        {
            if (task.Property(name) is null)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
    }
}

using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Start tasks of pools and nodes on the wire (FACTS B, R.3).</summary>
internal static class StartTaskWriter
{
    private static readonly (string Name, JsonElement Value)[] s_defaults =
    [
        ("userIdentity", JsonElement.Parse("""{"autoUser":{"scope":"pool","elevationLevel":"nonadmin"}}""")),
        ("maxTaskRetryCount", JsonElement.Parse("0")),
        ("waitForSuccess", JsonElement.Parse("true")),
    ];

    /// <summary>The body as sent, with its defaults filled in.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement startTask)
    {
        writer.WriteStartObject();
        foreach (var property in startTask.EnumerateObject())
        {
            var empty = property.Value.ValueKind == JsonValueKind.Null || (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 0);
            if (!empty)
            {
                Secrets.Hide(writer, property);
            }
        }

        foreach (var (name, value) in s_defaults)
        {
            if (startTask.Property(name) is null)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>How the start task goes, or went.</summary>
    public static void Write(Utf8JsonWriter writer, StartTaskExecution info)
    {
        writer.WriteStartObject();
        writer.WriteString("state", info.EndTime is null ? "running" : "completed");
        writer.WriteString("startTime", WireTime.Format(info.StartTime));
        ExecutionWriter.WriteEnd(writer, info.EndTime, info.ExitCode, info.Failure);
        ExecutionWriter.WriteRetries(writer, info.RetryCount, info.LastRetryTime);
        if (info.EndTime is not null)
        {
            writer.WriteString("result", info.Failure is null ? "success" : "failure");
        }

        writer.WriteEndObject();
    }
}

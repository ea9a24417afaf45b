using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Protocol;

/// <summary>Errors on the wire, in the shape of each plane (FACTS A.3).</summary>
internal static class ErrorBody
{
    /// <summary>The flat error of the data plane.</summary>
    public static void Write(Utf8JsonWriter writer, BatchException error, string requestId, DateTimeOffset now, string? metadata)
    {
        writer.WriteStartObject();
        if (metadata is not null)
        {
            writer.WriteString("odata.metadata", metadata);
        }

        writer.WriteString("code", error.Error.Code);
        writer.WriteStartObject("message");
        writer.WriteString("lang", "en-US");
        writer.WriteString("value", Message(error, requestId, now));
        writer.WriteEndObject();
        if (error.Values.Count > 0)
        {
            writer.WriteStartArray("values");
            foreach (var (key, value) in error.Values)
            {
                writer.WriteStartObject();
                writer.WriteString("key", key);
                writer.WriteString("value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>The error of OAuth.</summary>
    public static void WriteOAuth(Utf8JsonWriter writer, BatchException error, string requestId, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("error", error.Error.Code);
        writer.WriteString("error_description", error.Error.Sentence);
        writer.WriteString("timestamp", WireTime.Format(now));
        writer.WriteString("trace_id", requestId);
        writer.WriteString("correlation_id", requestId);
        writer.WriteEndObject();
    }

    /// <summary>The nested error of Resource Manager.</summary>
    public static void WriteResourceManager(Utf8JsonWriter writer, BatchException error, string requestId, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Error.Code);
        writer.WriteString("message", Message(error, requestId, now));
        writer.WriteString("target", "BatchAccount");
        writer.WriteStartArray("details");
        foreach (var (key, value) in error.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("code", key);
            writer.WriteString("message", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Message(BatchException error, string requestId, DateTimeOffset now) =>
        $"{error.Error.Sentence}\nRequestId:{requestId}\nTime:{WireTime.Format(now)}";
}

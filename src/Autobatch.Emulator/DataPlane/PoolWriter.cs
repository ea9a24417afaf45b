using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What describes the machines of a pool on the wire: as it was sent, with the image's version filled in and without secrets.</summary>
internal static class PoolWriter
{
    public static void WriteMachine(Utf8JsonWriter writer, JsonElement machine)
    {
        writer.WriteStartObject();
        foreach (var property in machine.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            if (property is { Name: "imageReference", Value.ValueKind: JsonValueKind.Object })
            {
                writer.WritePropertyName(property.Name);
                WriteImage(writer, property.Value);
            }
            else
            {
                Secrets.Hide(writer, property);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>A marketplace image without a version is the latest one.</summary>
    private static void WriteImage(Utf8JsonWriter writer, JsonElement image)
    {
        writer.WriteStartObject();
        foreach (var property in image.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            Secrets.Hide(writer, property);
        }

        if (image.Property("publisher") is not null && image.Property("version") is null)
        {
            writer.WriteString("version", "latest");
        }

        writer.WriteEndObject();
    }
}

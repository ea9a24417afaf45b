using System.Buffers;
using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What describes the machines of a pool on the wire: as it was sent, with the image's version filled in and without secrets, which never come back (FACTS R.3).</summary>
internal static class PoolWriter
{
    /// <summary>Whether a property of a pool's description is a secret: passwords of registries and users, protected settings of extensions, keys of storage accounts.</summary>
    public static bool IsSecret(string property) => property is "password" or "sshPrivateKey" or "protectedSettings" or "accountKey" or "sasKey";

    public static void WriteMachine(Utf8JsonWriter writer, JsonElement machine)
    {
        writer.WriteStartObject();
        foreach (var property in machine.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            writer.WritePropertyName(property.Name);
            if (property is { Name: "imageReference", Value.ValueKind: JsonValueKind.Object })
            {
                WriteImage(writer, property.Value);
            }
            else
            {
                WriteOpenly(writer, property.Value);
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
            property.WriteTo(writer);
        }

        if (image.Property("publisher") is not null && image.Property("version") is null)
        {
            writer.WriteString("version", "latest");
        }

        writer.WriteEndObject();
    }

    /// <summary>The same as a value.</summary>
    public static JsonElement Openly(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteOpenly(writer, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>As it was sent, but for secrets.</summary>
    public static void WriteOpenly(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().Where(property => !IsSecret(property.Name)))
                {
                    writer.WritePropertyName(property.Name);
                    WriteOpenly(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteOpenly(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

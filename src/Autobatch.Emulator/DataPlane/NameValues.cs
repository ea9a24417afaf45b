using System.Text.Json;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Lists of name and value pairs on the wire.</summary>
internal static class NameValues
{
    public static void Write(Utf8JsonWriter writer, string property, IReadOnlyList<NameValue> values)
    {
        writer.WriteStartArray(property);
        foreach (var (name, value) in values)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

using System.Collections.Frozen;
using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>Writes parts of a pool as they were sent, without secrets and with names and enums as this plane spells them (FACTS A.1): the data plane takes and keeps any case.</summary>
internal static class ArmJson
{
    private static readonly FrozenDictionary<string, string[]> s_enums = new Dictionary<string, string[]>
    {
        ["scope"] = ["Task", "Pool"],
        ["elevationLevel"] = ["NonAdmin", "Admin"],
        ["nodeFillType"] = ["Spread", "Pack"],
        ["jobDefaultOrder"] = ["None", "CreationTime"],
        ["nodeDeallocationOption"] = ["Requeue", "Terminate", "TaskCompletion", "RetainedData"],
        ["mode"] = ["Automatic", "Manual", "Rolling"],
        ["policy"] = ["Regional", "Zonal"],
        ["targetNodeCommunicationMode"] = ["Default", "Classic", "Simplified"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>An enum's value in this plane's spelling.</summary>
    public static string Enum(string property, string value) =>
        s_enums.GetValueOrDefault(property)?.FirstOrDefault(known => string.Equals(known, value, StringComparison.OrdinalIgnoreCase)) ?? value;

    /// <param name="writer">Where to.</param>
    /// <param name="parent">The property that has the value; its name is the data plane's.</param>
    /// <param name="value">What was sent.</param>
    public static void Write(Utf8JsonWriter writer, string parent, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null && !Secrets.Has(property.Name)))
                {
                    writer.WritePropertyName(ArmNames.OfDataPlane(parent, property.Name));
                    if (property.Value.ValueKind == JsonValueKind.String && s_enums.ContainsKey(property.Name))
                    {
                        writer.WriteStringValue(Enum(property.Name, property.Value.GetString()!));
                    }
                    else
                    {
                        Write(writer, property.Name, property.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, parent, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

using System.Buffers;
using System.Text.Json;

namespace Autobatch.Pools;

/// <summary>Writes a pool in Resource Manager's shape from what a REST body of the data plane gives, which has been found to fit.</summary>
internal static class ArmPoolWriter
{
    public static byte[] Write(Dictionary<string, JsonElement> given, IReadOnlyList<string> identities, string account)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("identity");
            writer.WriteString("type", "UserAssigned");
            writer.WriteStartObject("userAssignedIdentities");
            foreach (string identity in identities)
            {
                writer.WriteStartObject(identity);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            if (given.TryGetValue("resourceTags", out JsonElement tags))
            {
                writer.WritePropertyName("tags");
                tags.WriteTo(writer);
            }

            writer.WriteStartObject("properties");
            foreach (string name in ArmPoolWords.Alike.Where(given.ContainsKey))
            {
                Property(writer, name, given[name], name);
            }

            if (given.TryGetValue("virtualMachineConfiguration", out JsonElement machine))
            {
                writer.WriteStartObject("deploymentConfiguration");
                Property(writer, "virtualMachineConfiguration", machine, "virtualMachineConfiguration");
                writer.WriteEndObject();
            }

            if (given.TryGetValue("enableInterNodeCommunication", out JsonElement between))
            {
                writer.WriteString("interNodeCommunication", between.GetBoolean() ? "Enabled" : "Disabled");
            }

            if (given.TryGetValue("applicationPackageReferences", out JsonElement packages))
            {
                Packages(writer, packages, account);
            }

            Scale(writer, given);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Packages(Utf8JsonWriter writer, JsonElement packages, string account)
    {
        writer.WriteStartArray("applicationPackages");
        foreach (JsonElement reference in packages.EnumerateArray())
        {
            // The data plane takes an application's ARM id as well as its name (FACTS C.7).
            string id = reference.GetProperty("applicationId").GetString()!;
            writer.WriteStartObject();
            writer.WriteString("id", id.StartsWith('/') ? id : $"{account}/applications/{id}");
            if (reference.TryGetProperty("version", out JsonElement version))
            {
                writer.WritePropertyName("version");
                version.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Scale(Utf8JsonWriter writer, Dictionary<string, JsonElement> given)
    {
        bool automatic = given.TryGetValue("enableAutoScale", out JsonElement scales) && scales.GetBoolean();
        if (!automatic && !ArmPoolWords.Fixed.Any(given.ContainsKey))
        {
            // Neither plane makes a node then.
            return;
        }

        writer.WriteStartObject("scaleSettings");
        writer.WriteStartObject(automatic ? "autoScale" : "fixedScale");
        foreach (string name in (automatic ? ArmPoolWords.Automatic : ArmPoolWords.Fixed).Where(given.ContainsKey))
        {
            writer.WritePropertyName(name switch { "autoScaleFormula" => "formula", "autoScaleEvaluationInterval" => "evaluationInterval", _ => name });
            given[name].WriteTo(writer);
        }

        if (!automatic && !given.ContainsKey("targetDedicatedNodes") && !given.ContainsKey("targetLowPriorityNodes"))
        {
            // One of the two is asked for.
            writer.WriteNumber("targetDedicatedNodes", 0);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Property(Utf8JsonWriter writer, string name, JsonElement value, string path)
    {
        writer.WritePropertyName(ArmPoolWords.Name(path, name));
        Value(writer, value, path);
    }

    private static void Value(Utf8JsonWriter writer, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    Property(writer, property.Name, property.Value, $"{path}/{property.Name}");
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Value(writer, item, path);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(ArmPoolWords.Value(path, value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

using System.Buffers;
using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>Turns the body of a pool into that of the data plane, by which pools are kept.</summary>
internal static class ArmPoolReading
{
    /// <summary>The properties under the names of the data plane, with the size when it is a new pool's.</summary>
    public static JsonElement ToDataPlane(JsonElement body, bool withScale)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in body.Property("properties")?.EnumerateObject().ToList() ?? [])
            {
                Write(writer, property);
            }

            if (body.Property("tags") is { } tags)
            {
                writer.WritePropertyName("resourceTags");
                tags.WriteTo(writer);
            }

            if (withScale && Scale(body) is { } scale)
            {
                // How a resize ends tasks is no property of a pool.
                foreach (var property in scale.EnumerateObject().Where(property => property.Name != "nodeDeallocationOption"))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The size or the formula under the names of the data plane; null when the body says nothing of it.</summary>
    public static JsonElement? Scale(JsonElement body)
    {
        if (body.Property("properties")?.Property("scaleSettings") is not { } settings)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            var automatic = settings.Property("autoScale");
            writer.WriteBoolean("enableAutoScale", automatic is not null);
            foreach (var property in (automatic ?? settings.Property("fixedScale")!.Value).EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
            {
                writer.WritePropertyName(property.Name switch { "formula" => "autoScaleFormula", "evaluationInterval" => "autoScaleEvaluationInterval", var same => same });
                property.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The identities of a body; null when it says nothing of them.</summary>
    public static IReadOnlyList<string>? Identities(JsonElement body) => body.Property("identity") is { } identity ? IdentityRules.Read(identity).Users : null;

    private static void Write(Utf8JsonWriter writer, JsonProperty property)
    {
        switch (property.Name)
        {
            case "scaleSettings" or "certificates":
            case var name when ArmPoolRules.ReadOnly.Contains(name):
                break;
            case "deploymentConfiguration":
                if (property.Value.Property("virtualMachineConfiguration") is { } machine)
                {
                    writer.WritePropertyName("virtualMachineConfiguration");
                    Rename(writer, "virtualMachineConfiguration", machine);
                }

                break;
            case "interNodeCommunication":
                writer.WriteBoolean("enableInterNodeCommunication", ((JsonElement?)property.Value).Is("Enabled"));
                break;
            case "applicationPackages":
                WritePackages(writer, property.Value);
                break;
            default:
                writer.WritePropertyName(property.Name);
                Rename(writer, property.Name, property.Value);
                break;
        }
    }

    private static void Rename(Utf8JsonWriter writer, string parent, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().DistinctBy(property => ArmNames.ToDataPlane(parent, property.Name)))
                {
                    writer.WritePropertyName(ArmNames.ToDataPlane(parent, property.Name));
                    Rename(writer, property.Name, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Rename(writer, parent, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WritePackages(Utf8JsonWriter writer, JsonElement packages)
    {
        writer.WriteStartArray("applicationPackageReferences");
        foreach (var package in ((JsonElement?)packages).Items())
        {
            writer.WriteStartObject();
            writer.WriteString("applicationId", package.GetProperty("id").GetString());
            if (package.Property("version")?.GetString() is { } version)
            {
                writer.WriteString("version", version);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

using System.Buffers;
using System.Text.Json;

namespace Autobatch.Manifests;

/// <summary>Values of parameters that come from outside: read as their declarations say, and written into a manifest as its defaults.</summary>
public static class ManifestParameters
{
    /// <summary>
    /// Values given as text, as JSON of the declared types. What cannot be read as its type, and what is not declared, stays text; the planner
    /// says what is wrong with it.
    /// </summary>
    public static IReadOnlyDictionary<string, JsonElement> Read(JobManifest manifest, IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(texts);
        return texts.ToDictionary(t => t.Key, t => Value(Declaration(manifest, t.Key), t.Value), StringComparer.Ordinal);
    }

    /// <summary>The manifest as JSON in which the values given are the parameters' defaults, so that it says by itself what ran. All else is as it was.</summary>
    public static ReadOnlyMemory<byte> Bind(JobManifest manifest, IReadOnlyDictionary<string, JsonElement> values)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || !manifest.Root.TryGetProperty("parameters", out _))
        {
            return manifest.Utf8;
        }

        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true, SkipValidation = true }))
        {
            Write(writer, manifest.Root, values, null);
        }

        return output.WrittenMemory;
    }

    /// <summary>Writes a manifest in which the values given are the parameters' defaults, and perhaps a <c>notify</c> that it has none of.</summary>
    internal static void Write(Utf8JsonWriter writer, JsonElement manifest, IReadOnlyDictionary<string, JsonElement> values, JsonElement? notify)
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in manifest.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (property.Name == "parameters")
            {
                Parameters(writer, property.Value, values);
            }
            else
            {
                writer.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
            }
        }

        if (notify is { } added)
        {
            writer.WritePropertyName("notify");
            added.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void Parameters(Utf8JsonWriter writer, JsonElement parameters, IReadOnlyDictionary<string, JsonElement> values)
    {
        writer.WriteStartObject();
        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            writer.WriteStartObject(parameter.Name);
            bool given = values.TryGetValue(parameter.Name, out JsonElement value);
            foreach (JsonProperty property in parameter.Value.EnumerateObject().Where(p => !given || p.Name != "default"))
            {
                property.WriteTo(writer);
            }

            if (given)
            {
                writer.WritePropertyName("default");
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static JsonElement? Declaration(JobManifest manifest, string name) =>
        manifest.Root.TryGetProperty("parameters", out JsonElement parameters) && parameters.TryGetProperty(name, out JsonElement declaration) ? declaration : null;

    private static JsonElement Value(JsonElement? declaration, string text)
    {
        bool isText = declaration is not { } declared || string.Equals(declared.GetProperty("type").GetString(), "string", StringComparison.OrdinalIgnoreCase);
        return !isText && Scalar(text) is { } scalar ? scalar : JsonSerializer.SerializeToElement(text, DomainJson.Default.String);
    }

    private static JsonElement? Scalar(string text)
    {
        try
        {
            JsonElement value = JsonElement.Parse(text);
            return value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Buffers;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning;
using Autobatch.Text;

namespace Autobatch.Workloads;

/// <summary>The manifest of a workload's runs: what the document holds, with the document's parameters and <c>notify</c> put in.</summary>
internal static class WorkloadTemplate
{
    /// <summary>Whether parameters and <c>notify</c> fit the manifest.</summary>
    public static void Check(JsonElement root, JsonElement manifest, ManifestErrors errors)
    {
        if (root.TryGetProperty("notify", out _) && manifest.TryGetProperty("notify", out _))
        {
            errors.AtName(ErrorCodes.PropertiesConflict, "/notify", "'notify' stands in the manifest too; remove one of the two.");
        }

        Dictionary<string, JsonElement> declared = manifest.TryGetProperty("parameters", out JsonElement parameters)
            ? parameters.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
            : [];
        foreach (JsonProperty value in Values(root))
        {
            string pointer = JsonPointer.Append("/parameters", value.Name);
            if (!declared.TryGetValue(value.Name, out JsonElement declaration))
            {
                string? nearest = NearestName.Find(value.Name, declared.Keys);
                errors.AtName(ErrorCodes.UnknownParameter, pointer, $"The manifest declares no parameter '{value.Name}'.", nearest);
            }
            else if (ParameterRules.Fault(declaration, value.Value) is { } fault)
            {
                errors.AtValue(ErrorCodes.InvalidParameter, pointer, $"The value of parameter '{value.Name}' {fault}.");
            }
        }
    }

    /// <summary>The manifest by itself.</summary>
    public static ReadOnlyMemory<byte> Write(JsonElement root, JsonElement manifest)
    {
        Dictionary<string, JsonElement> values = Values(root).ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true, SkipValidation = true }))
        {
            ManifestParameters.Write(writer, manifest, values, root.TryGetProperty("notify", out JsonElement notify) ? notify : null);
        }

        return output.WrittenMemory;
    }

    private static JsonElement.ObjectEnumerator Values(JsonElement root) =>
        root.TryGetProperty("parameters", out JsonElement values) ? values.EnumerateObject() : default;
}

using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>Refuses what the schema knows and the app does not carry out yet, so that nothing is silently ignored.</summary>
internal static class NotSupportedYet
{
    public static void Check(JsonElement root, ManifestErrors errors)
    {
        foreach (string name in (ReadOnlySpan<string>)["batchAccounts"])
        {
            if (root.TryGetProperty(name, out _))
            {
                Refuse($"/{name}", name, errors);
            }
        }

        int application = 0;
        foreach (JsonElement reference in Items(root, "applications"))
        {
            if (reference.TryGetProperty("source", out _))
            {
                Refuse($"/applications/{application}/source", "applications[].source", errors);
            }

            application++;
        }

        InlineContent(root, "", errors);
    }

    private static void InlineContent(JsonElement element, string pointer, ManifestErrors errors)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                string inner = JsonPointer.Append(pointer, property.Name);
                if (property.Name is "resourceFiles" or "commonResourceFiles" && property.Value.ValueKind == JsonValueKind.Array)
                {
                    ResourceFiles(property.Value, inner, errors);
                }
                else
                {
                    InlineContent(property.Value, inner, errors);
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in element.EnumerateArray())
            {
                InlineContent(item, JsonPointer.Append(pointer, index++), errors);
            }
        }
    }

    private static void ResourceFiles(JsonElement files, string pointer, ManifestErrors errors)
    {
        int index = 0;
        foreach (JsonElement file in files.EnumerateArray())
        {
            if (file.TryGetProperty("content", out _))
            {
                Refuse($"{pointer}/{index}/content", "resourceFiles[].content", errors);
            }

            index++;
        }
    }

    private static void Refuse(string pointer, string name, ManifestErrors errors) =>
        errors.AtName(ErrorCodes.NotSupportedYet, pointer, $"'{name}' is not carried out yet; remove it for now.");

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;
}

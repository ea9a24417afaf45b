using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>Refuses what the schema knows and the app does not carry out yet, so that nothing is silently ignored.</summary>
internal static class NotSupportedYet
{
    public static void Check(JsonElement root, ManifestErrors errors)
    {
        int application = 0;
        foreach (JsonElement reference in Items(root, "applications"))
        {
            if (reference.TryGetProperty("source", out _))
            {
                Refuse($"/applications/{application}/source", "applications[].source", errors);
            }

            application++;
        }
    }

    private static void Refuse(string pointer, string name, ManifestErrors errors) =>
        errors.AtName(ErrorCodes.NotSupportedYet, pointer, $"'{name}' is not carried out yet; remove it for now.");

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;
}

using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>Reads <c>local.settings.json</c> as the Functions tools do: <c>Values</c> are settings, comments are allowed.</summary>
internal static class LocalSettingsFile
{
    public const string FileName = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The settings with <c>__</c> read as <c>:</c>; none when there is no file.</summary>
    public static IReadOnlyDictionary<string, string?> Read(string folder, List<string> errors)
    {
        string path = Path.Combine(folder, FileName);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return settings;
        try
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (file.RootElement.ValueKind != JsonValueKind.Object)
            {
                errors.Add($"{FileName}: the file must hold one JSON object.");
                return settings;
            }

            ReadRoot(file.RootElement, settings, errors);
        }
        catch (JsonException broken)
        {
            errors.Add($"{FileName}: not valid JSON at line {broken.LineNumber + 1}. Correct the file in {folder}.");
        }

        return settings;
    }

    private static void ReadRoot(JsonElement root, Dictionary<string, string?> settings, List<string> errors)
    {
        if (root.TryGetProperty("IsEncrypted", out JsonElement encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            errors.Add($"{FileName}: IsEncrypted is true, which the local runtime cannot read. Decrypt it with 'func settings decrypt'.");
            return;
        }

        if (root.TryGetProperty("Values", out JsonElement values)) ReadValues(values, settings, errors);
        if (!root.TryGetProperty("ConnectionStrings", out JsonElement strings) || strings.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty property in strings.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
            settings[$"ConnectionStrings:{property.Name}"] = property.Value.GetString();
    }

    private static void ReadValues(JsonElement values, Dictionary<string, string?> settings, List<string> errors)
    {
        if (values.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{FileName}: Values must be an object of strings.");
            return;
        }

        foreach (JsonProperty property in values.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                errors.Add($"{FileName}: Values.{property.Name} must be a string. Write nested settings with '__' or ':' in the name.");
                continue;
            }

            settings[property.Name.Replace("__", ":", StringComparison.Ordinal)] = property.Value.ToString();
        }
    }
}

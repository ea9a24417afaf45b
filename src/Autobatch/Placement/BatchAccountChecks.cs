using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Text;

namespace Autobatch.Placement;

/// <summary>Reads a manifest's <c>batchAccounts</c>: configured names, each once, in order.</summary>
internal static class BatchAccountChecks
{
    /// <param name="root">The manifest.</param>
    /// <param name="configured">Names of the configured accounts; null when nobody knows them, then none is refused.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static IReadOnlyList<string> Read(JsonElement root, IReadOnlyList<string>? configured, ManifestErrors errors)
    {
        List<string> names = [];
        if (!root.TryGetProperty("batchAccounts", out JsonElement written))
        {
            return names;
        }

        int index = 0;
        foreach (JsonElement item in written.EnumerateArray())
        {
            string name = item.GetString()!;
            string pointer = $"/batchAccounts/{index++}";
            string? known = configured is null ? name : configured.FirstOrDefault(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                string? near = NearestName.Find(name, configured!);
                errors.AtValue(
                    ErrorCodes.AccountNotConfigured, pointer,
                    $"There is no configured Batch account '{name}'{(near is null ? "" : $"; did you mean '{near}'?")} Configured are: {string.Join(", ", configured!)}.", near);
            }
            else if (names.Contains(known, StringComparer.OrdinalIgnoreCase))
            {
                errors.AtValue(ErrorCodes.InvalidValue, pointer, $"The account '{known}' is named twice.");
            }
            else
            {
                names.Add(known);
            }
        }

        return names;
    }
}

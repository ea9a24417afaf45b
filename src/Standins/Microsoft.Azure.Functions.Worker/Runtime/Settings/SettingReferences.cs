using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>Resolves <c>%Setting%</c> in attribute values; <c>:</c> and <c>__</c> both separate the parts of a setting's name.</summary>
internal sealed partial class SettingReferences(IConfiguration configuration)
{
    /// <summary>Replaces every reference; false with the name of the first setting that is missing or empty.</summary>
    public bool TryResolve(string text, out string resolved, out string? missing)
    {
        string? absent = null;
        resolved = Reference().Replace(text, match =>
        {
            string name = match.Groups[1].Value;
            string? value = Get(name);
            if (string.IsNullOrEmpty(value)) absent ??= name;
            return value ?? "";
        });
        missing = absent;
        return absent is null;
    }

    public string? Get(string name) => configuration[name] ?? configuration[name.Replace("__", ":", StringComparison.Ordinal)];

    public bool IsTrue(string name) => Get(name) is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}

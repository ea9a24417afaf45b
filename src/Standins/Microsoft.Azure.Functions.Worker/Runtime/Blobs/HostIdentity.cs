using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>The host's id in storage: the setting <c>AzureFunctionsWebHost__hostId</c>, else the app's assembly name.</summary>
internal sealed partial class HostIdentity(string? setting, string assembly)
{
    private const int Longest = 32;

    public string Id { get; } = setting is { Length: > 0 } ? Clean(setting) : Clean(assembly);

    private static string Clean(string text)
    {
        string clean = Other().Replace(text.ToLowerInvariant(), "-").Trim('-');
        return clean.Length <= Longest ? clean : clean[..Longest].TrimEnd('-');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}

using System.Diagnostics.CodeAnalysis;

namespace Autobatch.Manifests;

/// <summary>File and blob names of manifests: <c>{name}.job.json</c>, <c>{name}.job.yaml</c>, <c>{name}.job.yml</c>, in any letter case.</summary>
public static class ManifestNames
{
    private static readonly (string Suffix, ManifestFormat Format)[] s_suffixes =
        [(".job.json", ManifestFormat.Json), (".job.yaml", ManifestFormat.Yaml), (".job.yml", ManifestFormat.Yaml)];

    /// <summary>The endings, for messages and searches.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [.. s_suffixes.Select(s => s.Suffix)];

    /// <summary>Whether the name is that of a manifest, and how it is written then.</summary>
    public static bool IsManifest(string name, [NotNullWhen(true)] out ManifestFormat? format)
    {
        ArgumentNullException.ThrowIfNull(name);
        format = null;
        foreach ((string suffix, ManifestFormat known) in s_suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                format = known;
            }
        }

        return format is not null;
    }

    /// <summary>The format that a name asks for; JSON for a name that is no manifest's.</summary>
    public static ManifestFormat FormatOf(string name) => IsManifest(name, out ManifestFormat? format) ? format.Value : ManifestFormat.Json;
}

using Autobatch.Manifests;

namespace Autobatch.Workloads;

/// <summary>Blob names of workloads' documents, <c>{name}.workload.json</c>, <c>.yaml</c> or <c>.yml</c>, and of the files that they watch.</summary>
public static class WorkloadNames
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxLength = 64;

    private static readonly (string Suffix, ManifestFormat Format)[] s_suffixes =
        [(".workload.json", ManifestFormat.Json), (".workload.yaml", ManifestFormat.Yaml), (".workload.yml", ManifestFormat.Yaml)];

    /// <summary>What names of a workload's documents begin with.</summary>
    public static string DocumentPrefix(string workload) => $"{workload}.workload.";

    /// <summary>Whether a blob's name is that of a workload's document; the workload and how it is written then.</summary>
    /// <param name="blob">The blob's name within its container.</param>
    /// <param name="workload">The workload's name; it may be none that is allowed (<see cref="IsName"/>).</param>
    /// <param name="format">How the document is written.</param>
    public static bool IsDocument(string blob, out string workload, out ManifestFormat format)
    {
        ArgumentNullException.ThrowIfNull(blob);
        foreach ((string suffix, ManifestFormat known) in s_suffixes)
        {
            if (blob.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                (workload, format) = (blob[..^suffix.Length], known);
                return true;
            }
        }

        (workload, format) = ("", ManifestFormat.Json);
        return false;
    }

    /// <summary>Whether a text may name a workload: 1 to 64 letters, digits, underscores or hyphens.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= MaxLength } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The workload whose folder a file lies in; null for a file in no folder, or in one that no workload can be named after.</summary>
    public static string? WorkloadOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        int slash = file.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < file.Length - 1 && !file.EndsWith('/') && IsName(file[..slash]) ? file[..slash] : null;
    }
}

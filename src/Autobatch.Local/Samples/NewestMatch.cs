using System.IO.Enumeration;

namespace Autobatch.Local.Samples;

/// <summary>Finds files by a pattern of folders and a file name, <c>packs/*/ref/*/*.xml</c>; of several folders that fit, the newest version with files wins.</summary>
internal static class NewestMatch
{
    public static IReadOnlyList<string> Find(string root, string pattern) => Find(root, pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan());

    private static IReadOnlyList<string> Find(string folder, ReadOnlySpan<string> segments)
    {
        if (!Directory.Exists(folder) || segments.IsEmpty || segments[0] is "." or "..")
        {
            return [];
        }

        string segment = segments[0];
        if (segments.Length == 1)
        {
            return [.. Directory.GetFiles(folder).Where(file => Matches(segment, file)).Order(StringComparer.Ordinal)];
        }

        foreach (string candidate in Directory.GetDirectories(folder).Where(path => Matches(segment, path)).OrderDescending(VersionOrder.Instance))
        {
            if (Find(candidate, segments[1..]) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    private static bool Matches(string segment, string path) => FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(path.AsSpan()), ignoreCase: false);
}

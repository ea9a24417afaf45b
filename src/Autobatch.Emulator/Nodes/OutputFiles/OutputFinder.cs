using Autobatch.Emulator.Nodes.Files;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Finds the files that a pattern matches.</summary>
internal static class OutputFinder
{
    /// <summary>
    /// Matches with names relative to the pattern's folder, in ordinal order. Links to files are followed and links to
    /// folders are not, so that no circle is walked. What vanishes during the walk is not there.
    /// </summary>
    public static IReadOnlyList<OutputMatch> Find(OutputPattern pattern)
    {
        var matches = new List<OutputMatch>();
        if (!pattern.HasWildcard)
        {
            string file = Path.Combine(pattern.Folder, pattern.Rest);
            if (SpecialFiles.IsRegular(file)) matches.Add(new OutputMatch(pattern.Rest, file));
            return matches;
        }

        Walk(pattern.Folder, "", new Glob(pattern.Rest), matches);
        matches.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return matches;
    }

    private static void Walk(string root, string relative, Glob glob, List<OutputMatch> matches)
    {
        foreach (FileSystemInfo entry in Entries(Path.Combine(root, relative)))
        {
            string name = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if (entry is DirectoryInfo)
            {
                if (entry.LinkTarget is null && glob.MayMatchBelow(name)) Walk(root, name, glob, matches);
            }
            else if (glob.Matches(name) && SpecialFiles.IsRegular(entry.FullName))
            {
                matches.Add(new OutputMatch(name, entry.FullName));
            }
        }
    }

    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception absent) when (absent is DirectoryNotFoundException or PathTooLongException)
        {
            return [];
        }
    }
}

/// <summary>A file to upload.</summary>
/// <param name="Name">Relative to the pattern's folder.</param>
/// <param name="File">Absolute path.</param>
internal sealed record OutputMatch(string Name, string File);

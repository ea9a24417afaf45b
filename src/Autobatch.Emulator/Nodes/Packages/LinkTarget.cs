namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>Judges the target of a symbolic link in a package.</summary>
internal static class LinkTarget
{
    /// <summary>
    /// Whether following the link stays inside the package, whatever other links there are: it is relative, ".." occurs only
    /// at its beginning, and not more often than the link lies deep. A ".." after a name could climb out through another link.
    /// </summary>
    /// <param name="link">Path of the link in the package.</param>
    /// <param name="target">What it points to.</param>
    public static bool StaysInside(string link, string target)
    {
        if (target.Length == 0 || target.StartsWith('/') || target.Contains('\0', StringComparison.Ordinal)) return false;
        string[] segments = [.. target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".")];
        int climbs = segments.TakeWhile(segment => segment == "..").Count();
        return climbs <= link.Count(c => c == '/') && !segments.Skip(climbs).Contains("..");
    }
}

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>Judges where a symbolic link in a zip leads.</summary>
internal static class LinkTarget
{
    /// <summary>Longest target that is read.</summary>
    public const int MaxBytes = 4096;

    /// <summary>
    /// Whether following it stays inside, whatever other links there are: it is relative, and ".." stands only at its beginning and not more
    /// often than the link lies deep. A ".." after a name could climb out through another link.
    /// </summary>
    public static bool StaysInside(string link, string target)
    {
        string path = target.Replace('\\', '/');
        if (path.Length == 0 || path.StartsWith('/') || path.Any(char.IsControl) || (path.Length > 1 && path[1] == ':'))
        {
            return false;
        }

        string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != ".")];
        int climbs = segments.TakeWhile(s => s == "..").Count();
        return climbs <= link.Count(c => c == '/') && !segments.Skip(climbs).Contains("..");
    }
}

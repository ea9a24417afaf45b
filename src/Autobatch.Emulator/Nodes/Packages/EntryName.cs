namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>Reads the name of a zip entry as a relative path, or refuses it.</summary>
internal static class EntryName
{
    /// <summary>The path with "/", without a "/" at its end; backslashes of Windows zips count as "/".</summary>
    /// <exception cref="PackageException">An absolute name, a drive, "..", an empty name, a NUL.</exception>
    public static string Normalise(string name)
    {
        string path = name.Replace('\\', '/');
        if (path.Contains('\0', StringComparison.Ordinal)) throw new PackageException($"Entry '{name.Replace("\0", "\\0", StringComparison.Ordinal)}' has a NUL in its name.");
        if (path.StartsWith('/') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]))) throw new PackageException($"Entry '{name}' has an absolute name.");
        string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".")];
        if (segments.Contains("..")) throw new PackageException($"Entry '{name}' leads out of the package.");
        return segments.Length == 0 && path is not ("./" or ".") ? throw new PackageException("An entry has no name.") : string.Join('/', segments);
    }
}

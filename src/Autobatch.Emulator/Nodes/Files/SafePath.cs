namespace Autobatch.Emulator.Nodes.Files;

/// <summary>Resolves names under a folder so that neither "..", nor an absolute name, nor a symbolic link leads out of it.</summary>
internal static class SafePath
{
    /// <summary>The real path of an existing file or folder, or null when it is absent or lies outside.</summary>
    public static string? Existing(string root, string name) =>
        Entry(root, name) is { } entry && RealPath.Of(entry) is { } real && RealPath.Of(root) is { } realRoot && IsUnder(realRoot, real) ? real : null;

    /// <summary>The absolute path that a name stands for, links not followed, or null when it lies outside.</summary>
    public static string? Entry(string root, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal)) return null;
        string full = Path.GetFullPath(Path.Combine(root, name.TrimStart('/')));
        return IsUnder(root, full) ? full : null;
    }

    /// <summary>Whether a path is strictly inside a folder; both must be absolute and normal.</summary>
    public static bool IsUnder(string root, string path) =>
        path.Length > root.Length + 1 && path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/';
}

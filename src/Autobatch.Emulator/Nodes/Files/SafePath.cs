namespace Autobatch.Emulator.Nodes.Files;

/// <summary>Resolves names under a folder so that neither "..", nor an absolute name, nor a symbolic link leads out of it.</summary>
internal static class SafePath
{
    /// <summary>The real path of an existing file or folder, or null when it is absent or lies outside.</summary>
    public static string? Existing(string root, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal)) return null;
        string full = Path.GetFullPath(Path.Combine(root, name.TrimStart('/')));
        if (!IsUnder(root, full)) return null;
        return RealPath.Of(full) is { } real && RealPath.Of(root) is { } realRoot && IsUnder(realRoot, real) ? real : null;
    }

    /// <summary>Whether a path is strictly inside a folder; both must be absolute and normal.</summary>
    public static bool IsUnder(string root, string path) =>
        path.Length > root.Length + 1 && path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/';
}

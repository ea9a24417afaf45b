using System.Text;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>Which names can be both a blob's and a file's.</summary>
internal static class MountName
{
    private const int LongestSegment = 255;

    /// <summary>Leaves room below PATH_MAX for the node's folder.</summary>
    private const int LongestPath = 3000;

    private const int LongestBlobName = 1024;
    private const int MostSegments = 254;

    /// <summary>Whether a blob's name is a path of plain segments that stays within its folder and that a file system takes.</summary>
    public static bool IsPath(string name) =>
        Encoding.UTF8.GetByteCount(name) <= LongestPath && !name.Contains('\0', StringComparison.Ordinal)
        && name.Split('/').All(segment => segment is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(segment) <= LongestSegment);

    /// <summary>Whether a file's path is the name of a blob.</summary>
    public static bool IsBlob(string path) => path.Length <= LongestBlobName && path.AsSpan().Count('/') < MostSegments && !path.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>The folders that a path is in, the innermost first.</summary>
    public static IEnumerable<string> Folders(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1)) yield return path[..slash];
    }
}

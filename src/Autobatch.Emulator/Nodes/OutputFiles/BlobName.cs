namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Names the blob of an output file (FACTS C.6).</summary>
internal static class BlobName
{
    /// <summary>Without a wildcard, the destination's path or the file's name; with one, the path as a folder before the matched relative name.</summary>
    public static string Of(OutputMatch match, bool wildcard, string? path)
    {
        string folder = path?.Trim('/') ?? "";
        if (folder.Length == 0) return match.Name;
        return wildcard ? $"{folder}/{match.Name}" : folder;
    }
}

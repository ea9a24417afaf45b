using Autobatch.Emulator.Nodes.Files;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>A file pattern, split into the folder that it names outright and what is to be matched below it.</summary>
/// <param name="Folder">Absolute; everything before the first segment with a wildcard.</param>
/// <param name="Rest">A file name, or a pattern relative to <paramref name="Folder"/>.</param>
/// <param name="HasWildcard">Whether the destination's path is a folder (FACTS C.6).</param>
internal sealed record OutputPattern(string Folder, string Rest, bool HasWildcard)
{
    /// <summary>Reads a pattern with its variables expanded: absolute, or relative to the working directory.</summary>
    /// <param name="pattern">For example <c>../std*.txt</c> or <c>out/**/*.csv</c>.</param>
    /// <param name="workingDirectory">Where relative patterns begin.</param>
    /// <param name="root">Nothing outside of this folder is uploaded.</param>
    /// <exception cref="TaskFailureException">FileUploadMiscError: the pattern is empty, or leads out of the node's root directory.</exception>
    public static OutputPattern Parse(string pattern, string workingDirectory, string root)
    {
        if (pattern.Length == 0 || pattern.EndsWith('/') || pattern.Contains('\0', StringComparison.Ordinal))
        {
            throw new TaskFailureException(TaskFailures.FileUploadMiscError(pattern.Replace("\0", "\\0", StringComparison.Ordinal), "The filePattern names no file."));
        }

        string[] segments = pattern.Split('/');
        int wild = Array.FindIndex(segments, GlobParser.HasWildcard);
        int fixedSegments = wild < 0 ? segments.Length - 1 : wild;
        string prefix = string.Join('/', segments.Take(fixedSegments));
        if (pattern.StartsWith('/')) prefix = "/" + prefix.TrimStart('/');
        string folder = Path.GetFullPath(Path.Combine(workingDirectory, prefix));
        string rest = string.Join('/', segments.Skip(fixedSegments));
        bool climbs = segments.Skip(fixedSegments).Contains("..");
        if (climbs || (folder != root && !SafePath.IsUnder(root, folder)))
        {
            throw new TaskFailureException(TaskFailures.FileUploadMiscError(pattern, climbs ? "'..' may stand only before the first wildcard." : "The filePattern leads out of the node's root directory."));
        }

        return new OutputPattern(folder.TrimEnd('/'), rest, wild >= 0);
    }
}

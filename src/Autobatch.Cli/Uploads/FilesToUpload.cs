using System.IO.Enumeration;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Uploads;

/// <summary>Which files are meant by paths, and the blobs that they become.</summary>
internal static class FilesToUpload
{
    /// <param name="paths">Files, and folders whose files keep their path below the folder. Links to folders are not followed.</param>
    /// <param name="to">The folder that they go to; empty for none.</param>
    /// <exception cref="CliException">A path is not there, two files would be one blob, or there is no file at all.</exception>
    public static IReadOnlyList<(string Name, string Path)> Find(IEnumerable<string> paths, string to)
    {
        string folder = to.Trim('/') is { Length: > 0 } trimmed ? $"{trimmed}/" : "";
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach ((string name, string path) in paths.SelectMany(Below))
        {
            if (!found.TryAdd(folder + name, path) && found[folder + name] != path)
            {
                throw new CliException(ExitCodes.BadInput, $"{found[folder + name]} and {path} would both be {folder}{name}; upload them one after the other with another --to.");
            }
        }

        return found.Count > 0 ? [.. found.Select(file => (file.Key, file.Value))] : throw new CliException(ExitCodes.BadInput, "There is no file to upload.");
    }

    private static IEnumerable<(string Name, string Path)> Below(string path) =>
        File.Exists(path) ? [(Path.GetFileName(path), Path.GetFullPath(path))]
        : Directory.Exists(path) ? Files(Path.GetFullPath(path)).Select(file => (Path.GetRelativePath(path, file), file))
        : throw new CliException(ExitCodes.BadInput, $"{path} is neither a file nor a folder.");

    private static FileSystemEnumerable<string> Files(string folder) =>
        new(folder, (ref entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
}

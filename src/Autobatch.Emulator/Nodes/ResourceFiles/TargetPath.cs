using Autobatch.Emulator.Nodes.Files;

namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>Where in the working directory a resource file goes (FACTS C.5).</summary>
internal static class TargetPath
{
    /// <summary>
    /// The absolute path for a name relative to the working directory.
    /// </summary>
    /// <exception cref="TaskFailureException">ResourceFileCreateFailed: the name leads out of the working directory, or is empty.</exception>
    public static string Resolve(string workingDirectory, string relative)
    {
        if (relative.Length == 0 || relative.Contains('\0', StringComparison.Ordinal))
        {
            throw new TaskFailureException(TaskFailures.ResourceFileCreateFailed(relative.Replace("\0", "\\0", StringComparison.Ordinal), "The path is empty or holds a NUL."));
        }

        string full = Path.GetFullPath(Path.Combine(workingDirectory, relative));
        return SafePath.IsUnder(workingDirectory, full)
            ? full
            : throw new TaskFailureException(TaskFailures.ResourceFileCreateFailed(relative, "The path leads out of the task's working directory."));
    }

    /// <summary>The relative path of a blob of a container: filePath is a directory, and the blob's whole name follows it.</summary>
    public static string ForBlob(string? directory, string blobName) => string.IsNullOrEmpty(directory) ? blobName : $"{directory.TrimEnd('/')}/{blobName}";

    /// <summary>
    /// Makes the folder of a target. A link that an earlier attempt left in the working directory must not lead the download away.
    /// </summary>
    /// <exception cref="TaskFailureException">ResourceFileCreateFailed.</exception>
    public static void CreateFolder(string workingDirectory, string folder)
    {
        string existing = folder;
        while (!Directory.Exists(existing) && existing.Length > workingDirectory.Length) existing = Path.GetDirectoryName(existing)!;
        if (RealPath.Of(workingDirectory) is not { } root || RealPath.Of(existing) is not { } real || (real != root && !SafePath.IsUnder(root, real)))
        {
            throw new TaskFailureException(TaskFailures.ResourceFileCreateFailed(Path.GetRelativePath(workingDirectory, folder), "A symbolic link on the way leads out of the task's working directory."));
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException failed) when (!DiskErrors.IsFull(failed))
        {
            throw new TaskFailureException(TaskFailures.ResourceFileCreateFailed(Path.GetRelativePath(workingDirectory, folder), "A name in the path is too long, or a file is where a folder should be."));
        }
    }
}

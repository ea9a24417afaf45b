using System.IO.Enumeration;
using Autobatch.Emulator.Nodes.Layout;

namespace Autobatch.Emulator.Nodes.Files;

/// <summary>Files of tasks and nodes for the data plane (FACTS A.2, R.6). Symbolic links that lead outside count as absent.</summary>
internal sealed class TaskFiles(AgentDirectories directories) : ITaskFiles
{
    private const int RegularFile = 0x8000;

    public IReadOnlyList<NodeFile>? List(TaskPlace task, bool recursive) => List(directories.Task(task).Root, recursive);

    public IReadOnlyList<NodeFile>? List(NodePlace node, bool recursive) => List(directories.Node(node).Root, recursive);

    public NodeFile? Find(TaskPlace task, string name) => Find(directories.Task(task).Root, name);

    public NodeFile? Find(NodePlace node, string name) => Find(directories.Node(node).Root, name);

    public Stream? Open(TaskPlace task, string name) => Open(directories.Task(task).Root, name);

    public Stream? Open(NodePlace node, string name) => Open(directories.Node(node).Root, name);

    public bool Delete(TaskPlace task, string name, bool recursive) => Delete(directories.Task(task).Root, name, recursive);

    public bool Delete(NodePlace node, string name, bool recursive) => Delete(directories.Node(node).Root, name, recursive);

    private static bool Delete(string root, string name, bool recursive)
    {
        // The entry itself goes, never what a link points to.
        if (SafePath.Entry(root, name) is not { } entry || Find(root, name) is not { } file) return false;
        if (!file.IsDirectory || new FileInfo(entry).LinkTarget is not null)
        {
            File.Delete(entry);
            return true;
        }

        if (!recursive && Directory.EnumerateFileSystemEntries(entry).Any()) return false;
        FolderRemoval.Remove(entry);
        return true;
    }

    private static List<NodeFile>? List(string root, bool recursive)
    {
        if (!Directory.Exists(root)) return null;
        var options = new EnumerationOptions { RecurseSubdirectories = recursive, AttributesToSkip = 0, IgnoreInaccessible = true };
        var entries = new FileSystemEnumerable<FileSystemInfo>(root, static (ref FileSystemEntry entry) => entry.ToFileSystemInfo(), options)
        {
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        var files = new List<NodeFile>();
        foreach (FileSystemInfo entry in entries)
        {
            string name = Path.GetRelativePath(root, entry.FullName);
            NodeFile? file = entry.LinkTarget is null ? Describe(name, entry) : Find(root, name);
            if (file is not null) files.Add(file);
        }

        files.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return files;
    }

    private static NodeFile? Find(string root, string name)
    {
        if (SafePath.Entry(root, name) is not { } entry || SafePath.Existing(root, name) is not { } path) return null;
        return Describe(Path.GetRelativePath(root, entry), Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path));
    }

    private static NodeFile? Describe(string name, FileSystemInfo entry)
    {
        try
        {
            if (entry is not FileInfo file) return new NodeFile(name, true, 0, entry.CreationTimeUtc, entry.LastWriteTimeUtc, "", null);
            string mode = "0o" + Convert.ToString(RegularFile | (int)file.UnixFileMode, 8);
            return new NodeFile(name, false, file.Length, file.CreationTimeUtc, file.LastWriteTimeUtc, ContentTypes.Of(name), mode);
        }
        catch (IOException)
        {
            // The task removed it while we looked.
            return null;
        }
    }

    private static FileStream? Open(string root, string name)
    {
        try
        {
            return SafePath.Existing(root, name) is { } path && SpecialFiles.IsRegular(path)
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous)
                : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

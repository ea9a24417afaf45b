using System.IO.Enumeration;
using Autobatch.Emulator.Nodes.Layout;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>The folder of a mount on the disk of its node.</summary>
/// <param name="Root">Absolute path.</param>
internal sealed record MountFolder(string Root)
{
    /// <summary>Whether it is there, as a folder and not as a link.</summary>
    public bool Exists => new DirectoryInfo(Root) is { Exists: true, LinkTarget: null };

    /// <summary>Makes it. A link or a file that a task has put in its place goes.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root)!);
        if (!Exists) File.Delete(Root);
        Directory.CreateDirectory(Root);
    }

    /// <summary>What is in it. Links are not followed, and no files.</summary>
    public LocalTree Read()
    {
        try
        {
            return Scan();
        }
        catch (UnauthorizedAccessException)
        {
            // A task took the permissions from one of its folders; what cannot be seen must not look deleted.
            FolderRemoval.MakeWritable(new(Root));
            return Scan();
        }
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>A file as it is now; null when there is none. A link is none.</summary>
    public LocalFile? FileAt(string name) =>
        new FileInfo(PathOf(name)) is { Exists: true, LinkTarget: null } file ? new LocalFile(file.Length, file.LastWriteTimeUtc.Ticks) : null;

    /// <summary>Removes a file or an empty folder, and the folders that are empty without it.</summary>
    /// <param name="name">Path below the folder.</param>
    /// <param name="stays">Folders that are there in their own right.</param>
    public void Remove(string name, Func<string, bool> stays)
    {
        if (!Directory.Exists(PathOf(name))) File.Delete(PathOf(name));
        else if (!TryRemoveFolder(name)) return;
        foreach (string above in MountName.Folders(name))
        {
            if (stays(above) || !TryRemoveFolder(above)) return;
        }
    }

    /// <summary>Makes room for a file where an empty folder is.</summary>
    public bool TryRemoveFolder(string name)
    {
        try
        {
            Directory.Delete(PathOf(name));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private LocalTree Scan()
    {
        var files = new Dictionary<string, LocalFile>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        int prefix = Root.Length + 1;
        var entries = new FileSystemEnumerable<(string Name, bool Folder, LocalFile File)>(
            Root,
            (ref FileSystemEntry entry) => (entry.ToFullPath()[prefix..], entry.IsDirectory, entry.IsDirectory ? default : new(entry.Length, entry.LastWriteTimeUtc.UtcTicks)),
            options);
        foreach ((string name, bool folder, LocalFile file) in entries)
        {
            if (folder) folders.Add(name);
            else files[name] = file;
        }

        return new(files, folders);
    }
}

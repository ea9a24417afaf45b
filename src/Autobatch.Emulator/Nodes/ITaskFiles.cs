namespace Autobatch.Emulator.Nodes;

/// <summary>Reads files under a task's or a node's directory. Names that lead outside are treated as absent.</summary>
internal interface ITaskFiles
{
    /// <summary>Files and folders of a task, names relative to the task directory with "/"; null when the directory is gone.</summary>
    IReadOnlyList<NodeFile>? List(TaskPlace task, bool recursive);

    /// <summary>Files and folders of a node, names relative to its root directory; null when the directory is gone.</summary>
    IReadOnlyList<NodeFile>? List(NodePlace node, bool recursive);

    /// <summary>One file or folder of a task, or null.</summary>
    NodeFile? Find(TaskPlace task, string name);

    /// <summary>One file or folder of a node, or null.</summary>
    NodeFile? Find(NodePlace node, string name);

    /// <summary>Opens a file for reading, also while the task still writes it; null when it is no file or absent.</summary>
    Stream? Open(TaskPlace task, string name);

    /// <summary>Opens a file of a node for reading.</summary>
    Stream? Open(NodePlace node, string name);

    /// <summary>Deletes a file, or a folder when recursive; false when absent.</summary>
    bool Delete(TaskPlace task, string name, bool recursive);

    /// <summary>Deletes a file or folder of a node; false when absent.</summary>
    bool Delete(NodePlace node, string name, bool recursive);
}

/// <summary>What the service tells about a file.</summary>
/// <param name="Name">Relative name with "/".</param>
/// <param name="IsDirectory">Folders have no other properties.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Created">Creation time, or the nearest the file system knows.</param>
/// <param name="LastModified">Time of the last write.</param>
/// <param name="ContentType">By extension; application/octet-stream when unknown.</param>
/// <param name="Mode">As the service writes it: octal with the file type, for example 0o100644; null when unknown.</param>
internal sealed record NodeFile(string Name, bool IsDirectory, long Length, DateTimeOffset Created, DateTimeOffset LastModified, string ContentType, string? Mode);

namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>Removes folders that tasks have filled, whatever modes they gave their files.</summary>
internal static class FolderRemoval
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes a folder with all that is in it. Links are removed, never followed. Nothing happens when it is absent.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (UnauthorizedAccessException)
        {
            // A task took the write permission from one of its folders.
            MakeWritable(new DirectoryInfo(folder));
            Delete(folder);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already, or going: that is what was asked for.
        }
    }

    /// <summary>Gives us back the permissions that a task took from its folders.</summary>
    public static void MakeWritable(DirectoryInfo folder)
    {
        folder.UnixFileMode |= Owner;
        foreach (DirectoryInfo inner in folder.EnumerateDirectories())
        {
            if (inner.LinkTarget is null) MakeWritable(inner);
        }
    }
}

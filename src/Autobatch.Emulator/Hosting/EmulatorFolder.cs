using Autobatch.Emulator.Nodes.Layout;

namespace Autobatch.Emulator.Hosting;

/// <summary>Where an emulator keeps its files; a folder of its own that is removed at the end when no location was given.</summary>
internal sealed class EmulatorFolder : IDisposable
{
    private readonly bool _temporary;

    public EmulatorFolder(string? location)
    {
        _temporary = location is null;
        Root = location is null ? Directory.CreateTempSubdirectory("autobatch-emulator-").FullName : Directory.CreateDirectory(location).FullName;
        Nodes = Directory.CreateDirectory(Path.Combine(Root, "nodes")).FullName;
    }

    public string Root { get; }

    /// <summary>Root of all node directories.</summary>
    public string Nodes { get; }

    /// <summary>The SQLite file.</summary>
    public string State => Path.Combine(Root, "emulator.db");

    public void Dispose()
    {
        if (!_temporary)
        {
            return;
        }

        try
        {
            FolderRemoval.Remove(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A task made something that cannot be removed; it lies under the system's temporary path, and stopping must not fail for it.
        }
    }
}

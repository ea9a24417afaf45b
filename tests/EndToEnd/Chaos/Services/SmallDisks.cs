using Autobatch.Local.Hosting;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Chaos.Services;

/// <summary>A disk of its own for what each of the three programs keeps. The folders of nodes are on another one: a task on a full disk fails, as it should.</summary>
internal sealed class SmallDisks : IDisposable
{
    private const string Size = "size=64m";
    private readonly SmallDisk[] _filled;
    private readonly SmallDisk _nodes;

    private SmallDisks(SmallDisk[] filled, SmallDisk nodes)
    {
        _filled = filled;
        _nodes = nodes;
    }

    public static SmallDisks Mount(DataFolder data) => new(
        [.. ((string[])[data.Azurite, data.Emulator, data.Functions]).Select(folder => SmallDisk.TryMount(folder, Size)!)],
        SmallDisk.TryMount(Path.Combine(data.Emulator, "nodes"), Size)!);

    public void Fill() => Array.ForEach(_filled, disk => disk.Fill());

    public void MakeRoom() => Array.ForEach(_filled, disk => disk.MakeRoom());

    public void Dispose()
    {
        _nodes.Dispose();
        Array.ForEach(_filled, disk => disk.Dispose());
    }
}

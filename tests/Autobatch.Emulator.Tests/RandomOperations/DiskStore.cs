using Autobatch.Emulator.Storage;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>The emulator's own store. A kill leaves its files as they are between two writes: SQLite sees to those within one.</summary>
internal sealed class DiskStore(TemporaryFolder folder, int life = 0) : IKilledStore
{
    private readonly Lock _gate = new();
    private readonly SqliteStateStore _store = new(PathOf(folder, life));

    public IKilledStore Survivor()
    {
        lock (_gate)
        {
            foreach (var ending in (string[])["", "-wal"])
            {
                var file = PathOf(folder, life) + ending;
                if (File.Exists(file))
                {
                    File.Copy(file, PathOf(folder, life + 1) + ending);
                }
            }

            return new DiskStore(folder, life + 1);
        }
    }

    public IReadOnlyList<StoredRow> Load() => _store.Load();

    public void Write(IReadOnlyList<Change> changes)
    {
        lock (_gate)
        {
            _store.Write(changes);
        }
    }

    public void Dispose() => _store.Dispose();

    private static string PathOf(TemporaryFolder folder, int life) => folder[$"{life}.db"];
}

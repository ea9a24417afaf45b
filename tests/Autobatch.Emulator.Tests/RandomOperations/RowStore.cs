using System.Runtime.InteropServices;
using Autobatch.Emulator.Storage;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Rows in memory that outlive an emulator, so that it can be killed at any moment and started again.</summary>
internal sealed class RowStore : IKilledStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RowKey, StoredRow> _rows;

    public RowStore()
        : this([])
    {
    }

    private RowStore(Dictionary<RowKey, StoredRow> rows) => _rows = rows;

    public IKilledStore Survivor()
    {
        lock (_gate)
        {
            return new RowStore(new(_rows));
        }
    }

    public IReadOnlyList<StoredRow> Load()
    {
        lock (_gate)
        {
            return [.. _rows.Values];
        }
    }

    public void Write(IReadOnlyList<Change> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                switch (change)
                {
                    case Change.Put { Definition: { } definition } put:
                        _rows[put.Key] = new(put.Key, JsonMarshal.GetRawUtf8Value(definition).ToArray(), RecordJson.Write(put.Record));
                        break;
                    case Change.Put put:
                        if (_rows.TryGetValue(put.Key, out var known))
                        {
                            _rows[put.Key] = known with { State = RecordJson.Write(put.Record) };
                        }

                        break;
                    case Change.Remove remove:
                        _rows.Remove(remove.Key);
                        break;
                    case Change.RemoveChildren children:
                        RemoveAll(key => key.Kind == children.Kind && key.Account == children.Account && key.Parent == children.Parent);
                        break;
                    case Change.RemoveAccount all:
                        RemoveAll(key => key.Kind == all.Kind && key.Account == all.Account);
                        break;
                    case Change.Clear:
                        _rows.Clear();
                        break;
                }
            }
        }
    }

    public void Dispose()
    {
        // The rows are what this is for.
    }

    private void RemoveAll(Func<RowKey, bool> which)
    {
        foreach (var key in _rows.Keys.Where(which).ToList())
        {
            _rows.Remove(key);
        }
    }
}

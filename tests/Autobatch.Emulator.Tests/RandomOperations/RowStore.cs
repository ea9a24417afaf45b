using System.Runtime.InteropServices;
using Autobatch.Emulator.Storage;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Rows in memory that outlive an emulator, so that it can be killed at any moment and started again.</summary>
internal sealed class RowStore : IKilledStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RowKey, StoredRow> _rows;
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly SemaphoreSlim _arrived = new(0);

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

    /// <summary>From now on what is to be written waits.</summary>
    public void Hold() => _open.Reset();

    /// <summary>Waits until something is to be written.</summary>
    public Task ArrivedAsync() => _arrived.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets go on what waits.</summary>
    public void Release() => _open.Set();

    public IReadOnlyList<StoredRow> Load()
    {
        lock (_gate)
        {
            return [.. _rows.Values];
        }
    }

    public void Write(IReadOnlyList<Change> changes)
    {
        if (!_open.IsSet)
        {
            _arrived.Release();
            _open.Wait();
        }

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
        // The rows are what this is for, and a survivor may be made later.
    }

    private void RemoveAll(Func<RowKey, bool> which)
    {
        foreach (var key in _rows.Keys.Where(which).ToList())
        {
            _rows.Remove(key);
        }
    }
}

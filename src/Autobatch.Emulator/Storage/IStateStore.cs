namespace Autobatch.Emulator.Storage;

/// <summary>Where the state outlives the process. Used by one thread at a time.</summary>
internal interface IStateStore : IDisposable
{
    /// <summary>Every row, at start.</summary>
    IReadOnlyList<StoredRow> Load();

    /// <summary>Makes the changes durable against a kill of the process, all or none, in this order.</summary>
    /// <exception cref="StoreFullException">There is no room; the same changes may be written later.</exception>
    void Write(IReadOnlyList<Change> changes);
}

/// <summary>State that ends with the process.</summary>
internal sealed class MemoryStateStore : IStateStore
{
    public IReadOnlyList<StoredRow> Load() => [];

    public void Write(IReadOnlyList<Change> changes)
    {
    }

    public void Dispose()
    {
    }
}

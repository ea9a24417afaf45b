using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>A pool's place in the working set.</summary>
internal sealed class PoolEntry(AccountState account, PoolRecord record)
{
    public AccountState Account { get; } = account;

    public PoolRecord Record { get; set; } = record;

    public SortedDictionary<string, NodeEntry> Nodes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int Count(bool dedicated) => Nodes.Values.Count(node => node.Record.Dedicated == dedicated);
}

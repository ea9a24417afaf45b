using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>A pool's place in the working set.</summary>
internal sealed class PoolEntry(AccountState account, PoolRecord record)
{
    public AccountState Account { get; } = account;

    public PoolRecord Record { get; set; } = record;

    public SortedDictionary<string, NodeEntry> Nodes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Its numbers over time, while it scales by itself.</summary>
    public PoolSamples Samples { get; } = new();

    /// <summary>When a request switched autoscale on last.</summary>
    public DateTimeOffset LastEnable { get; set; }

    /// <summary>Of each node.</summary>
    public int Cores => VmSize.Cores(Record.Definition.Property("vmSize")?.GetString());

    public int Count(bool dedicated) => Nodes.Values.Count(node => node.Record.Dedicated == dedicated);
}

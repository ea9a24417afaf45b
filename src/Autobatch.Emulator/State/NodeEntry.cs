using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.State;

/// <summary>A node's place in the working set.</summary>
internal sealed class NodeEntry(PoolEntry pool, NodeRecord record)
{
    public PoolEntry Pool { get; } = pool;

    public NodeRecord Record { get; set; } = record;

    /// <summary>Attempts on this node now.</summary>
    public HashSet<Attempt> Attempts { get; } = [];

    public int UsedSlots { get; set; }

    /// <summary>Whether it takes tasks.</summary>
    public bool Available => Record.State.Current is NodeState.Idle or NodeState.Running;

    public int FreeSlots => Available ? Pool.Record.Traits.SlotsPerNode - UsedSlots : 0;

    public NodePlace Place => new(Pool.Account.Name, Pool.Record.Id, Record.Id);
}

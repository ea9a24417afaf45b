using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;

namespace Autobatch.Emulator.State;

/// <summary>A node's place in the working set.</summary>
internal sealed class NodeEntry(PoolEntry pool, NodeRecord record)
{
    public PoolEntry Pool { get; } = pool;

    public NodeRecord Record { get; set; } = record;

    /// <summary>Attempts on this node now.</summary>
    public HashSet<Attempt> Attempts { get; } = [];

    /// <summary>The start under way; null otherwise. Tasks may run beside it when the pool does not wait for its start task.</summary>
    public StartRun? Start { get; set; }

    public int UsedSlots { get; set; }

    /// <summary>What was written to its mounts is on its way, for the node is leaving; null otherwise.</summary>
    public Task? Sending { get; set; }

    /// <summary>What its pool mounts.</summary>
    public IReadOnlyList<BlobMount> Mounts => BlobMount.Of(Pool.Record.Definition, Pool.Record.MountsSent ?? Pool.Record.CreationTime);

    /// <summary>What a rule has in store for it.</summary>
    public Faults.Doom? Doom { get; set; }

    /// <summary>Whether it takes tasks.</summary>
    public bool Available => Record is { State.Current: NodeState.Idle or NodeState.Running, SchedulingDisabled: false };

    /// <summary>Whether no process of this node is left.</summary>
    public bool Quiet => Attempts.Count == 0 && Start is null;

    public int FreeSlots => Available ? Pool.Record.Traits.SlotsPerNode - UsedSlots : 0;

    public NodePlace Place => new(Pool.Account.Name, Pool.Record.Id, Record.Id);

    /// <summary>Everything that runs here.</summary>
    public IEnumerable<Attempt> Work => Start is null ? Attempts : Attempts.Append(Start);
}

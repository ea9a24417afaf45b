using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Books what runs on a node. Under the gate.</summary>
internal static class NodeWork
{
    /// <summary>The attempt takes its slots; an idle node is running from now on.</summary>
    public static void Enter(Attempt attempt, DateTimeOffset now)
    {
        var node = attempt.Node;
        node.Attempts.Add(attempt);
        node.UsedSlots += attempt.Slots;
        if (node.Record.State.Current == NodeState.Idle)
        {
            node.Record = node.Record with { State = NodeStates.Machine.Move(node.Record.State, NodeState.Running, now) };
        }
    }

    /// <summary>The attempt gives its slots back; the answer is the node as it is then, idle when nothing runs on it any more.</summary>
    public static NodeRecord Leave(Attempt attempt, DateTimeOffset now)
    {
        var node = attempt.Node;
        node.Attempts.Remove(attempt);
        node.UsedSlots -= attempt.Slots;
        var record = node.Record;
        return node.Attempts.Count == 0 && record.State.Current == NodeState.Running
            ? record with { State = NodeStates.Machine.Move(record.State, NodeState.Idle, now) }
            : record;
    }
}

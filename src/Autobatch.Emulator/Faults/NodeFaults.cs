using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>Loses and preempts nodes as the rules say. Under the gate.</summary>
internal sealed class NodeFaults(World world, FaultBook book, NodeLifecycle nodes)
{
    private static readonly NodeError s_lostContact = new("NodeLost", "Contact with the node was lost", []);

    /// <summary>Does to the nodes of an account what is due.</summary>
    public void Apply(AccountState account)
    {
        if (book.Rules.Count > 0)
        {
            foreach (var (fault, rule) in book.Of<NodeLossRule>())
            {
                Strike(account, fault, rule.State, _ => true, s_lostContact, rule.RecoverAfter);
            }

            foreach (var (fault, rule) in book.Of<PreemptionRule>())
            {
                Strike(account, fault, NodeState.Preempted, node => !node.Record.Dedicated, null, rule.RecoverAfter);
            }
        }

        foreach (var node in Nodes(account).Where(Returns).ToList())
        {
            nodes.Return(node);
        }
    }

    /// <summary>Busy nodes first: a test wants to see what becomes of tasks.</summary>
    private void Strike(AccountState account, ActiveFault fault, NodeState to, Func<NodeEntry, bool> fits, NodeError? error, TimeSpan? recoverAfter)
    {
        var struck = Nodes(account)
            .Where(node => fits(node) && fault.Rule.Target.Matches(node) && NodeStates.Machine.Allows(node.Record.State.Current, to))
            .OrderByDescending(node => node.UsedSlots)
            .Take(fault.Left)
            .ToList();
        foreach (var node in struck)
        {
            nodes.Lose(node, to, error, recoverAfter is { } wait ? world.Now() + wait : null);
            fault.Use();
        }
    }

    /// <summary>A preempted node without a time of return waits until nobody preempts it any more.</summary>
    private bool Returns(NodeEntry node) =>
        node.Quiet
        && node.Record is { State.Current: NodeState.Preempted, ReturnsAt: null }
        && !book.Rules.Any(fault => fault.Rule is PreemptionRule && fault.Rule.Target.Matches(node));

    private static IEnumerable<NodeEntry> Nodes(AccountState account) => account.Pools.Values.SelectMany(pool => pool.Nodes.Values);
}

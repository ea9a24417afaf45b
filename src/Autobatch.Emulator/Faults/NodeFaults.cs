using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>Loses and preempts nodes as the rules say. Under the gate.</summary>
internal sealed class NodeFaults(World world, FaultBook book, NodeLifecycle nodes)
{
    private static readonly NodeError s_lostContact = new("NodeLost", "Contact with the node was lost", []);

    /// <summary>A task starts on the node: an occasion for the rules that wait for one. The answer is when the node will be lost; null is never.</summary>
    public DateTimeOffset? TaskPlaced(NodeEntry node)
    {
        if (book.Rules.Count == 0 || node.Doom is not null)
        {
            return null;
        }

        foreach (var (fault, rule) in book.Of<LostNodeRule>())
        {
            if (rule.ByTask && rule.Fits(node) && fault.Strikes())
            {
                node.Doom = new(fault, rule, world.Now() + rule.After);
                return node.Doom.At;
            }
        }

        return null;
    }

    /// <summary>Does to the nodes of an account what is due; the answer is when the next one will be.</summary>
    public DateTimeOffset? Apply(AccountState account)
    {
        DateTimeOffset? next = null;
        if (book.Rules.Count > 0)
        {
            foreach (var (fault, rule) in book.Of<LostNodeRule>())
            {
                if (!rule.ByTask)
                {
                    Strike(account, fault, rule);
                }
            }
        }

        foreach (var node in Nodes(account).ToList())
        {
            next = Due.Earlier(next, Meet(node));
            if (Returns(node))
            {
                nodes.Return(node);
            }
        }

        return next;
    }

    /// <summary>The node is lost when its time has come; the answer is when that will be.</summary>
    private DateTimeOffset? Meet(NodeEntry node)
    {
        if (node.Doom is not { } doom)
        {
            return null;
        }

        if (book.Rules.Contains(doom.Fault) && doom.At > world.Now())
        {
            return doom.At;
        }

        node.Doom = null;
        if (book.Rules.Contains(doom.Fault) && NodeStates.Machine.Allows(node.Record.State.Current, doom.Rule.To))
        {
            Lose(node, doom.Rule);
        }

        return null;
    }

    /// <summary>Busy nodes first: a test wants to see what becomes of tasks.</summary>
    private void Strike(AccountState account, ActiveFault fault, LostNodeRule rule)
    {
        var struck = Nodes(account)
            .Where(node => rule.Fits(node) && NodeStates.Machine.Allows(node.Record.State.Current, rule.To))
            .OrderByDescending(node => node.UsedSlots)
            .Take(fault.Left)
            .ToList();
        foreach (var node in struck)
        {
            Lose(node, rule);
            fault.Use();
        }
    }

    private void Lose(NodeEntry node, LostNodeRule rule) =>
        nodes.Lose(node, rule.To, rule is NodeLossRule ? s_lostContact : null, rule.RecoverAfter is { } wait ? world.Now() + wait : null);

    /// <summary>A preempted node without a time of return waits until nobody preempts it any more.</summary>
    private bool Returns(NodeEntry node) =>
        node.Quiet
        && node.Record is { State.Current: NodeState.Preempted, ReturnsAt: null }
        && !book.Rules.Any(fault => fault.Rule is PreemptionRule rule && rule.Target.Matches(node));

    private static IEnumerable<NodeEntry> Nodes(AccountState account) => account.Pools.Values.SelectMany(pool => pool.Nodes.Values);
}

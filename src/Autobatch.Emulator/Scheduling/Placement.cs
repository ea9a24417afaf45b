namespace Autobatch.Emulator.Scheduling;

/// <summary>Which node takes the next task.</summary>
internal static class Placement
{
    /// <summary>
    /// The node for a task, or null when it fits nowhere. Spread takes the emptiest node, pack the fullest that fits;
    /// equals go to the first. A node that the task has affinity to wins when it fits.
    /// </summary>
    public static TNode? Choose<TNode>(IEnumerable<TNode> nodes, Func<TNode, int> freeSlots, int required, bool pack, Func<TNode, bool>? preferred = null)
        where TNode : class
    {
        TNode? best = null;
        var bestFree = 0;
        foreach (var node in nodes)
        {
            var free = freeSlots(node);
            if (free < required)
            {
                continue;
            }

            if (preferred?.Invoke(node) == true)
            {
                return node;
            }

            if (best is null || (pack ? free < bestFree : free > bestFree))
            {
                (best, bestFree) = (node, free);
            }
        }

        return best;
    }
}

using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Brings pools to their targets, as far as quotas, time and the tasks on leaving nodes allow. All under the gate.</summary>
internal sealed class PoolSizing(World world, NodeLifecycle nodes)
{
    private static readonly bool[] s_kinds = [true, false];

    /// <summary>Takes the steps that are due; the answer is when to look again, if nothing happens before.</summary>
    public DateTimeOffset? Settle(PoolEntry pool)
    {
        if (pool.Record.State.Current == PoolState.Deleting)
        {
            Shrink(pool);
            return null;
        }

        switch (pool.Record.Allocation.Current)
        {
            case AllocationState.Stopping:
                End(pool, ResizeError.Stopped);
                return null;
            case AllocationState.Resizing:
                return Resize(pool);
            default:
                return null;
        }
    }

    /// <summary>A deleted pool goes with its last node.</summary>
    public void RemoveWhenEmpty(PoolEntry pool)
    {
        if (pool.Record.State.Current == PoolState.Deleting && pool.Nodes.Count == 0)
        {
            world.Remove(pool);
        }
    }

    private DateTimeOffset? Resize(PoolEntry pool)
    {
        var now = world.Now();
        Shrink(pool);
        List<ResizeError> errors = [];
        foreach (var dedicated in s_kinds)
        {
            if (Grow(pool, dedicated) is { } error)
            {
                errors.Add(error);
            }
        }

        if (pool.Nodes.Values.Any(Leaving))
        {
            var timeout = pool.Record.Allocation.Since + (WireTime.Duration(pool.Record.ResizeTimeout) ?? TimeSpan.FromMinutes(15));
            if (now < timeout)
            {
                return timeout;
            }

            End(pool, ResizeError.TimedOut);
            return null;
        }

        End(pool, errors);
        return null;
    }

    private void Shrink(PoolEntry pool)
    {
        foreach (var dedicated in s_kinds)
        {
            var staying = Staying(pool, dedicated).ToList();
            foreach (var node in staying.OrderBy(Worth).ThenBy(node => node.UsedSlots).Take(Math.Max(0, staying.Count - Target(pool, dedicated))))
            {
                nodes.Leave(node, pool.Record.DeallocationOption);
            }
        }

        // What nothing runs on is gone before anybody looks.
        foreach (var node in pool.Nodes.Values.Where(Leaving).ToList())
        {
            nodes.Settle(node);
        }
    }

    /// <summary>Adds what is missing; an error when it cannot be all.</summary>
    private ResizeError? Grow(PoolEntry pool, bool dedicated)
    {
        var missing = Target(pool, dedicated) - Staying(pool, dedicated).Count();
        var room = CoreQuota.Room(pool, dedicated);
        for (var i = 0; i < Math.Min(missing, room); i++)
        {
            nodes.Add(pool, dedicated);
        }

        return missing > room ? ResizeError.CoreQuota(dedicated, CoreQuota.Of(pool.Account.Quotas, dedicated)) : null;
    }

    /// <summary>The resize was cut short: nodes that still wait for their tasks stay.</summary>
    private void End(PoolEntry pool, Func<bool, ResizeError> reason)
    {
        foreach (var node in pool.Nodes.Values.Where(Leaving).ToList())
        {
            nodes.Stay(node);
        }

        List<ResizeError> errors = [.. s_kinds.Where(dedicated => pool.Count(dedicated) != Target(pool, dedicated)).Select(reason)];
        End(pool, errors);
    }

    private void End(PoolEntry pool, IReadOnlyList<ResizeError> errors)
    {
        var now = world.Now();
        world.Put(pool, pool.Record with
        {
            LastModified = now,
            Allocation = PoolStates.Allocation.Move(pool.Record.Allocation, AllocationState.Steady, now),
            ResizeErrors = errors,
        });
    }

    /// <summary>Nodes that are of no use go before those that work.</summary>
    private static int Worth(NodeEntry node) => node.Available ? 1 : 0;

    private static bool Leaving(NodeEntry node) => node.Record.State.Current == NodeState.LeavingPool;

    private static IEnumerable<NodeEntry> Staying(PoolEntry pool, bool dedicated) =>
        pool.Nodes.Values.Where(node => node.Record.Dedicated == dedicated && !Leaving(node));

    private static int Target(PoolEntry pool, bool dedicated) => dedicated ? pool.Record.TargetDedicated : pool.Record.TargetLowPriority;
}

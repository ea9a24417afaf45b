using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Brings pools to their targets, as far as quotas, time and the tasks on leaving nodes allow. All under the gate.</summary>
internal sealed class PoolSizing(World world, NodeLifecycle nodes, FaultBook faults, ServicePace pace)
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
                SettleLeaving(pool);
                if (!Sends(pool))
                {
                    End(pool, ResizeError.Stopped);
                }

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
        var (now, since) = (world.Now(), pool.Record.Allocation.Since);
        Shrink(pool);
        List<Shortage> shortages = [];
        var allocation = since + (s_kinds.Any(dedicated => Missing(pool, dedicated) > 0) ? Longer(faults.AllocationDelay(pool), pace.Allocation(pool.Record)) : pace.Resize);
        var delayed = since <= now && now < allocation;
        if (!delayed)
        {
            shortages = [.. s_kinds.Select(dedicated => Grow(pool, dedicated)).OfType<Shortage>()];
            if (!pool.Nodes.Values.Any(Leaving))
            {
                End(pool, shortages);
                return null;
            }
        }

        var timeout = since + (WireTime.Duration(pool.Record.ResizeTimeout) ?? TimeSpan.FromMinutes(15));
        if (now < timeout)
        {
            return delayed ? Due.Earlier(allocation, timeout) : timeout;
        }

        if (!Sends(pool))
        {
            End(pool, ResizeError.TimedOut);
        }

        return null;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

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

        SettleLeaving(pool);
    }

    /// <summary>What nothing runs on is gone before anybody looks.</summary>
    private void SettleLeaving(PoolEntry pool)
    {
        foreach (var node in pool.Nodes.Values.Where(Leaving).ToList())
        {
            nodes.Settle(node);
        }
    }

    /// <summary>Adds what is missing; the answer is why it cannot be all.</summary>
    private Shortage? Grow(PoolEntry pool, bool dedicated)
    {
        var missing = Missing(pool, dedicated);
        if (missing <= 0)
        {
            return null;
        }

        var room = CoreQuota.Room(pool, dedicated);
        var fault = faults.ResizeError(pool, dedicated);
        var granted = Math.Max(0, (fault?.Rule.Nodes ?? int.MaxValue) - Staying(pool, dedicated).Count());
        for (var i = 0; i < Math.Min(missing, Math.Min(room, granted)); i++)
        {
            nodes.Add(pool, dedicated);
        }

        return missing > granted ? new(fault!.Value.Rule.Error, fault.Value.Fault)
            : missing > room ? new(ResizeError.CoreQuota(dedicated, CoreQuota.Of(pool.Account.Quotas, dedicated)), null)
            : null;
    }

    /// <summary>The resize was cut short: nodes that still wait for their tasks stay.</summary>
    private void End(PoolEntry pool, Func<bool, ResizeError> reason)
    {
        foreach (var node in pool.Nodes.Values.Where(Leaving).ToList())
        {
            nodes.Stay(node);
        }

        End(pool, [.. s_kinds.Where(dedicated => pool.Count(dedicated) != Target(pool, dedicated)).Select(dedicated => new Shortage(reason(dedicated), null))]);
    }

    private void End(PoolEntry pool, IReadOnlyList<Shortage> shortages)
    {
        var now = world.Now();
        foreach (var shortage in shortages)
        {
            shortage.Fault?.Use();
        }

        world.Put(pool, pool.Record with
        {
            LastModified = now,
            Allocation = PoolStates.Allocation.Move(pool.Record.Allocation, AllocationState.Steady, now),
            ResizeErrors = [.. shortages.Select(shortage => shortage.Error)],
        });
    }

    /// <summary>Nodes that are of no use go before those that work.</summary>
    private static int Worth(NodeEntry node) => node.Available ? 1 : 0;

    private static bool Leaving(NodeEntry node) => node.Record.State.Current == NodeState.LeavingPool;

    /// <summary>Whether a node has its mounts ended, so that it cannot stay; its end wakes the loop.</summary>
    private static bool Sends(PoolEntry pool) => pool.Nodes.Values.Any(node => node.Sending is not null);

    private static IEnumerable<NodeEntry> Staying(PoolEntry pool, bool dedicated) =>
        pool.Nodes.Values.Where(node => node.Record.Dedicated == dedicated && !Leaving(node));

    private static int Missing(PoolEntry pool, bool dedicated) => Target(pool, dedicated) - Staying(pool, dedicated).Count();

    private static int Target(PoolEntry pool, bool dedicated) => dedicated ? pool.Record.TargetDedicated : pool.Record.TargetLowPriority;

    /// <summary>Why a kind of nodes is short, and the rule that made it so.</summary>
    private sealed record Shortage(ResizeError Error, ActiveFault? Fault);
}

using System.Globalization;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Sizing and removing pools. All under the gate, except where a directory is removed.</summary>
internal sealed class PoolLifecycle(World world, Wakeup wakeup, INodeAgent agent, Background background)
{
    /// <summary>A pool has arrived; the loop gives it its nodes.</summary>
    public void Add(PoolEntry pool)
    {
        world.Put(pool, pool.Record);
        wakeup.Now();
    }

    /// <summary>New targets; the pool is steady, the caller has asked.</summary>
    public void Resize(PoolEntry pool, int dedicated, int lowPriority, string option, string? timeout)
    {
        var now = world.Now();
        world.Put(pool, pool.Record with
        {
            LastModified = now,
            Allocation = PoolStates.Allocation.Move(pool.Record.Allocation, AllocationState.Resizing, now),
            TargetDedicated = dedicated,
            TargetLowPriority = lowPriority,
            DeallocationOption = option,
            ResizeTimeout = timeout ?? "PT15M",
        });
        wakeup.Now();
    }

    /// <summary>The pool goes, its running tasks are requeued (FACTS A.2).</summary>
    public void Delete(PoolEntry pool)
    {
        var now = world.Now();
        world.Put(pool, pool.Record with
        {
            LastModified = now,
            State = PoolStates.Machine.Move(pool.Record.State, PoolState.Deleting, now),
            TargetDedicated = 0,
            TargetLowPriority = 0,
            DeallocationOption = "requeue",
        });
        wakeup.Now();
    }

    /// <summary>Takes every step that is due on the pools of an account.</summary>
    public void SettleAll(AccountState account)
    {
        foreach (var pool in account.Pools.Values.ToList())
        {
            if (pool.Record.Allocation.Current != AllocationState.Steady || pool.Record.State.Current == PoolState.Deleting)
            {
                Settle(pool);
            }
        }
    }

    private void Settle(PoolEntry pool)
    {
        Fit(pool, dedicated: true, pool.Record.TargetDedicated);
        Fit(pool, dedicated: false, pool.Record.TargetLowPriority);
        foreach (var node in pool.Nodes.Values.Where(node => node.Record.State.Current == NodeState.LeavingPool && node.Attempts.Count == 0).ToList())
        {
            world.Remove(node);
            background.Run(() => agent.RemoveNodeAsync(node.Place, CancellationToken.None));
        }

        var settled = pool.Count(true) == pool.Record.TargetDedicated && pool.Count(false) == pool.Record.TargetLowPriority;
        if (settled && pool.Record.State.Current == PoolState.Deleting)
        {
            world.Remove(pool);
        }
        else if (settled)
        {
            var now = world.Now();
            world.Put(pool, pool.Record with { LastModified = now, Allocation = PoolStates.Allocation.Move(pool.Record.Allocation, AllocationState.Steady, now) });
        }
    }

    private void Fit(PoolEntry pool, bool dedicated, int target)
    {
        for (var have = pool.Count(dedicated); have < target; have++)
        {
            AddNode(pool, dedicated);
        }

        var staying = pool.Nodes.Values.Where(node => node.Record.Dedicated == dedicated && node.Record.State.Current != NodeState.LeavingPool).ToList();
        foreach (var node in staying.OrderBy(node => node.UsedSlots).Take(Math.Max(0, staying.Count - target)))
        {
            Leave(node, pool.Record.DeallocationOption);
        }
    }

    private void AddNode(PoolEntry pool, bool dedicated)
    {
        var now = world.Now();
        var number = pool.Record.LastNode + 1;
        world.Put(pool, pool.Record with { LastNode = number });
        var id = string.Create(
            CultureInfo.InvariantCulture,
            $"tvm-{StableHash(pool.Record.Id, pool.Record.CreationTime):D10}_{number}-{now.UtcDateTime:yyyyMMdd't'HHmmss'z'}-{(dedicated ? 'd' : 'p')}");
        var state = new StateHistory<NodeState>(NodeState.Creating, now);
        foreach (var next in (NodeState[])[NodeState.Starting, NodeState.Idle])
        {
            state = NodeStates.Machine.Move(state, next, now);
        }

        var record = new NodeRecord { Id = id, Dedicated = dedicated, AllocationTime = now, LastBootTime = now, State = state };
        world.Put(new NodeEntry(pool, record), record);
    }

    private void Leave(NodeEntry node, string option)
    {
        world.Put(node, node.Record with { State = NodeStates.Machine.Move(node.Record.State, NodeState.LeavingPool, world.Now()) });
        if (option is "taskcompletion" or "retaineddata")
        {
            return;
        }

        foreach (var attempt in node.Attempts)
        {
            attempt.Stop(option == "terminate" ? StopIntent.Terminate : StopIntent.Requeue);
        }
    }

    /// <summary>FNV-1a. A pool that is made anew under the same id has other node ids, whose directories nobody removes any more.</summary>
    private static uint StableHash(string poolId, DateTimeOffset created)
    {
        var hash = 2166136261u;
        foreach (var c in string.Create(CultureInfo.InvariantCulture, $"{poolId}/{created.UtcTicks}"))
        {
            hash = (hash ^ c) * 16777619u;
        }

        return hash;
    }
}

using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>What users do to pools. All under the gate; <see cref="PoolSizing"/> carries it out.</summary>
internal sealed class PoolLifecycle(World world, Wakeup wakeup, NodeLifecycle nodes, PoolSizing sizing, NodeFaults faults)
{
    /// <summary>A pool has arrived with a body that has passed validation; the loop gives it its nodes.</summary>
    public PoolEntry Create(AccountState account, string id, JsonElement body)
    {
        var now = world.Now();
        var record = new PoolRecord
        {
            Id = id,
            CreationTime = now,
            LastModified = now,
            State = new(PoolState.Active, now),
            Allocation = new(AllocationState.Resizing, now),
            Definition = body,
            Traits = PoolTraits.Read(body),
            TargetDedicated = body.Property("targetDedicatedNodes")?.GetInt32() ?? 0,
            TargetLowPriority = body.Property("targetLowPriorityNodes")?.GetInt32() ?? 0,
            ResizeTimeout = body.Property("resizeTimeout")?.GetString() ?? "PT15M",
        };
        var pool = new PoolEntry(account, record);
        world.Put(pool, record);
        wakeup.Now();
        return pool;
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
            ResizeStart = now,
            ResizeTimeout = timeout ?? "PT15M",
            ResizeErrors = [],
        });
        wakeup.Now();
    }

    /// <summary>These nodes go, and the targets with them; the pool is steady, the caller has asked.</summary>
    public void RemoveNodes(PoolEntry pool, IReadOnlyCollection<NodeEntry> leaving, string option, string? timeout)
    {
        var dedicated = leaving.Count(node => node.Record.Dedicated);
        Resize(
            pool,
            Math.Max(0, pool.Record.TargetDedicated - dedicated),
            Math.Max(0, pool.Record.TargetLowPriority - (leaving.Count - dedicated)),
            option,
            timeout);
        foreach (var node in leaving)
        {
            nodes.Leave(node, option);
        }
    }

    /// <summary>The resize ends where it is. The pool's ETag stays (FACTS R.4).</summary>
    public void StopResize(PoolEntry pool)
    {
        world.Put(pool, pool.Record with { Allocation = PoolStates.Allocation.Move(pool.Record.Allocation, AllocationState.Stopping, world.Now()) });
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

    /// <summary>A task starts on the node. The answer is when the node will be lost; null is never.</summary>
    public DateTimeOffset? TaskPlaced(NodeEntry node) => faults.TaskPlaced(node);

    /// <summary>Takes every step that is due on the pools of an account; the answer is when the next one will be.</summary>
    public DateTimeOffset? SettleAll(AccountState account)
    {
        var next = faults.Apply(account);
        foreach (var pool in account.Pools.Values.ToList())
        {
            next = Due.Earlier(next, sizing.Settle(pool));
            foreach (var node in pool.Nodes.Values.ToList())
            {
                nodes.Settle(node);
                next = Due.Earlier(next, NodeLifecycle.ReturnOf(node));
            }

            // The last node of a pool that is being deleted has just gone.
            sizing.RemoveWhenEmpty(pool);
        }

        return next;
    }
}

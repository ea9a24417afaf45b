using System.Globalization;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Everything that happens to a node from its allocation to its end. All under the gate, except where a directory is removed.</summary>
internal sealed class NodeLifecycle(World world, Wakeup wakeup, NodeStart start, INodeAgent agent, Background background)
{
    /// <summary>A node joins its pool.</summary>
    public void Add(PoolEntry pool, bool dedicated)
    {
        var now = world.Now();
        var number = pool.Record.LastNode + 1;
        world.Put(pool, pool.Record with { LastNode = number });
        var id = string.Create(
            CultureInfo.InvariantCulture,
            $"tvm-{HashOf(pool.Record):D10}_{number}-{now.UtcDateTime:yyyyMMdd't'HHmmss'z'}-{(dedicated ? 'd' : 'p')}");
        var taken = world.Accounts.Values.SelectMany(account => account.Pools.Values).SelectMany(other => other.Nodes.Values).Select(other => other.Record.Address).ToHashSet();
        var record = new NodeRecord { Id = id, Dedicated = dedicated, Address = NodeAddress.For(id, taken), AllocationTime = now, LastBootTime = now, State = new(NodeState.Creating, now) };
        var node = new NodeEntry(pool, record);
        world.Put(node, record);
        Begin(node, wipe: false);
    }

    /// <summary>The node restarts, once its tasks have ended as the option says; its files stay.</summary>
    public void Reboot(NodeEntry node, string option) => TakeAway(node, NodeState.Rebooting, option);

    /// <summary>The node starts anew and empty, once its tasks have ended.</summary>
    public void Reimage(NodeEntry node, string option) => TakeAway(node, NodeState.Reimaging, option);

    /// <summary>The node's machine is given back, once its tasks have ended; the node stays in its pool.</summary>
    public void Deallocate(NodeEntry node, string option) => TakeAway(node, NodeState.Deallocating, option);

    /// <summary>The node leaves its pool for good, once its tasks have ended.</summary>
    public void Leave(NodeEntry node, string option) => TakeAway(node, NodeState.LeavingPool, option);

    /// <summary>A deallocated node comes back, with an empty disk.</summary>
    public void Restart(NodeEntry node)
    {
        Move(node, NodeState.Starting);
        Begin(node, wipe: true);
    }

    /// <summary>No new tasks; those that run end as the option says, and then the node is offline.</summary>
    public void DisableScheduling(NodeEntry node, string option)
    {
        world.Put(node, node.Record with { SchedulingDisabled = true });
        Stop(node, option);
        wakeup.Now();
    }

    /// <summary>The node takes tasks again.</summary>
    public void EnableScheduling(NodeEntry node)
    {
        var state = node.Record.State.Current == NodeState.Offline ? NodeStates.Machine.Move(node.Record.State, NodeState.Idle, world.Now()) : node.Record.State;
        world.Put(node, node.Record with { SchedulingDisabled = false, State = state });
        wakeup.Now();
    }

    /// <summary>A node that was leaving stays: its resize was stopped. A start that was cut off is made again.</summary>
    public void Stay(NodeEntry node)
    {
        Move(node, node.Start is not null ? NodeState.Rebooting : node.Attempts.Count > 0 ? NodeState.Running : NodeState.Idle);
        wakeup.Now();
    }

    /// <summary>Contact is lost, or the machine is taken away: what ran there runs again elsewhere.</summary>
    public void Lose(NodeEntry node, NodeState to, NodeError? error, DateTimeOffset? returnsAt)
    {
        world.Put(node, node.Record with
        {
            State = NodeStates.Machine.Move(node.Record.State, to, world.Now()),
            Errors = error is null ? [] : [error],
            ReturnsAt = returnsAt,
        });
        node.Start?.Stop(StopIntent.Discard);
        Stop(node, "requeue");
    }

    /// <summary>A lost or preempted node comes back.</summary>
    public void Return(NodeEntry node)
    {
        switch (node.Record.State.Current)
        {
            case NodeState.Unknown:
                world.Put(node, node.Record with { State = NodeStates.Machine.Move(node.Record.State, NodeState.Idle, world.Now()), Errors = [], ReturnsAt = null });
                break;
            case NodeState.Unusable:
                Move(node, NodeState.Rebooting);
                wakeup.Now();
                break;
            case NodeState.Preempted:
                // The machine was lost with its disk.
                Move(node, NodeState.Creating);
                Begin(node, wipe: true);
                break;
        }
    }

    /// <summary>When the node comes back by itself; null while something still runs there, whose end wakes the loop anyway.</summary>
    public static DateTimeOffset? ReturnOf(NodeEntry node) =>
        node is { Quiet: true, Record.State.Current: NodeState.Unknown or NodeState.Unusable or NodeState.Preempted } ? node.Record.ReturnsAt : null;

    /// <summary>Takes the step that is due once nothing runs on the node.</summary>
    public void Settle(NodeEntry node)
    {
        if (!node.Quiet)
        {
            return;
        }

        switch (node.Record.State.Current)
        {
            case NodeState.LeavingPool when node.Sending is { IsCompleted: false }:
                break;
            case NodeState.LeavingPool when node.Sending is null && node.Mounts is { Count: > 0 } mounts:
                Send(node, mounts);
                break;
            case NodeState.LeavingPool:
                world.Remove(node);
                background.Run(() => RemoveAsync(node));
                break;
            case NodeState.Rebooting:
                Begin(node, wipe: false);
                break;
            case NodeState.Reimaging:
            case NodeState.Creating or NodeState.Starting when node.Record.AwaitsWipe:
                Begin(node, wipe: true);
                break;
            case NodeState.Deallocating:
                Move(node, NodeState.Deallocated);
                break;
            case NodeState.Idle when node.Record.SchedulingDisabled:
                Move(node, NodeState.Offline);
                break;
            case NodeState.Unknown or NodeState.Unusable or NodeState.Preempted when node.Record.ReturnsAt <= world.Now():
                Return(node);
                break;
        }
    }

    /// <summary>Sends what an earlier life of the emulator did not, of nodes that go on as they were.</summary>
    public void Resume()
    {
        lock (world.Gate)
        {
            foreach (var node in world.Accounts.Values.SelectMany(account => account.Pools.Values).SelectMany(pool => pool.Nodes.Values))
            {
                if (node.Mounts is { Count: > 0 } mounts)
                {
                    background.Run(() => agent.SendMountsAsync(node.Place, mounts));
                }
            }
        }
    }

    /// <summary>The node goes when what its tasks wrote to mounts is sent, so that nothing of it is needed any more.</summary>
    private void Send(NodeEntry node, IReadOnlyList<BlobMount> mounts)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Sending = sent.Task;
        background.Run(async () =>
        {
            try
            {
                await agent.EndMountsAsync(node.Place, mounts);
            }
            finally
            {
                sent.SetResult();
                wakeup.Now();
            }
        });
    }

    private async Task RemoveAsync(NodeEntry node)
    {
        await world.BeforeRemovalAsync();
        await agent.RemoveNodeAsync(node.Place, CancellationToken.None);
    }

    /// <summary>The node comes up; rules of faults may wait for such a node.</summary>
    private void Begin(NodeEntry node, bool wipe)
    {
        start.Begin(node, wipe);
        wakeup.Now();
    }

    private void TakeAway(NodeEntry node, NodeState to, string option)
    {
        Move(node, to);
        node.Start?.Stop(StopIntent.Discard);
        Stop(node, option);
        wakeup.Now();
    }

    /// <summary>requeue, terminate, taskcompletion, or retaineddata, which here is the same: no file outlives its node's removal anyway.</summary>
    private static void Stop(NodeEntry node, string option)
    {
        if (option is "taskcompletion" or "retaineddata")
        {
            return;
        }

        foreach (var attempt in node.Attempts)
        {
            attempt.Stop(option == "terminate" ? StopIntent.Terminate : StopIntent.Requeue);
        }
    }

    private void Move(NodeEntry node, NodeState to) =>
        world.Put(node, node.Record with { State = NodeStates.Machine.Move(node.Record.State, to, world.Now()) });

    /// <summary>A pool that is made anew under the same id has other node ids, whose directories nobody removes any more.</summary>
    private static uint HashOf(PoolRecord pool) => StableHash.Of(string.Create(CultureInfo.InvariantCulture, $"{pool.Id}/{pool.CreationTime.UtcTicks}"));
}

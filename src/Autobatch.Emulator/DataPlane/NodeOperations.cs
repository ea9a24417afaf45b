using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of nodes and node counts.</summary>
internal static class NodeOperations
{
    /// <summary>Count keys in the service's spelling (FACTS R.5).</summary>
    private static readonly (string Name, NodeState State)[] s_counts =
    [
        ("creating", NodeState.Creating), ("idle", NodeState.Idle), ("offline", NodeState.Offline), ("preempted", NodeState.Preempted),
        ("rebooting", NodeState.Rebooting), ("reimaging", NodeState.Reimaging), ("running", NodeState.Running), ("starting", NodeState.Starting),
        ("startTaskFailed", NodeState.StartTaskFailed), ("leavingPool", NodeState.LeavingPool), ("unknown", NodeState.Unknown),
        ("unusable", NodeState.Unusable), ("waitingForStartTask", NodeState.WaitingForStartTask), ("deallocated", NodeState.Deallocated),
        ("deallocating", NodeState.Deallocating), ("upgradingOS", NodeState.UpgradingOS),
    ];

    private static readonly ResourceShape<PoolEntryCounts> s_countsShape = CountsShape();

    public static ValueTask<Reply> List(Call call)
    {
        lock (call.World.Gate)
        {
            var pool = call.Pool();
            List<NodeView> nodes = [.. pool.Nodes.Values.Select(node => View(call, node))];
            return new(Paging.List(call, nodes, node => node.Node.Id, NodeShape.Shape, call.Url("pools", pool.Record.Id, "nodes")));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            var node = call.Node();
            return new(Paging.One(call, View(call, node), NodeShape.Shape, call.Url("pools", node.Pool.Record.Id, "nodes"), null));
        }
    }

    public static ValueTask<Reply> Counts(Call call)
    {
        lock (call.World.Gate)
        {
            List<PoolEntryCounts> pools = [.. call.Account.Pools.Values.Select(pool => new PoolEntryCounts(
                pool.Record.Id,
                [.. pool.Nodes.Values.Select(node => (node.Record.Dedicated, node.Record.State.Current))]))];
            return new(Paging.List(call, pools, pool => pool.Id, s_countsShape, call.Url("nodecounts")));
        }
    }

    private static NodeView View(Call call, NodeEntry node)
    {
        List<(string, TaskRecord, int?)> recent = [];
        foreach (var named in node.Record.Recent)
        {
            if (call.Account.Jobs.TryGetValue(named.JobId, out var job) && job.Tasks.TryGetValue(named.TaskId, out var task))
            {
                recent.Add((job.Record.Id, task.Record, named.SubtaskId));
            }
        }

        return new(node.Record, node.Pool.Record, node.Attempts.OfType<TaskInstance>().Count(), node.UsedSlots, recent, call.BaseUrl);
    }

    private static ResourceShape<PoolEntryCounts> CountsShape()
    {
        var shape = new ResourceShape<PoolEntryCounts>("poolnodecounts")
            .Text("poolId", pool => pool.Id)
            .Row("dedicated", (writer, pool, _) => WriteCounts(writer, pool, dedicated: true))
            .Row("lowPriority", (writer, pool, _) => WriteCounts(writer, pool, dedicated: false));
        shape.Filters.Text("poolId", pool => pool.Id);
        return shape;
    }

    private static void WriteCounts(Utf8JsonWriter writer, PoolEntryCounts pool, bool dedicated)
    {
        writer.WriteStartObject();
        foreach (var (name, state) in s_counts)
        {
            writer.WriteNumber(name, pool.Nodes.Count(node => node.Dedicated == dedicated && node.State == state));
        }

        writer.WriteNumber("total", pool.Nodes.Count(node => node.Dedicated == dedicated));
        writer.WriteEndObject();
    }

    private sealed record PoolEntryCounts(string Id, IReadOnlyList<(bool Dedicated, NodeState State)> Nodes);
}

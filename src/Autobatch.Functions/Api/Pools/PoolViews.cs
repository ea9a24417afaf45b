using Autobatch.Batch;
using Autobatch.Costs;
using Autobatch.Functions.Accounts;

namespace Autobatch.Functions.Api.Pools;

/// <summary>Reads an account's pools: one list of pools, one of counts, and the nodes of each pool when they are wanted.</summary>
internal static class PoolViews
{
    private const int AtOnce = 8;
    private const int MostNodes = 100;
    private const string NodeSelect = "id,state,stateTransitionTime,isDedicated,runningTasksCount,totalTasksRun,errors";

    public static async Task<IReadOnlyList<PoolView>> ListAsync(BatchAccount account, PriceTable? prices, bool nodes, CancellationToken cancellationToken)
    {
        Dictionary<string, PoolNodeCounts> counts = new(StringComparer.OrdinalIgnoreCase);
        await foreach (PoolNodeCounts count in account.Data.ListPoolNodeCountsAsync(cancellationToken: cancellationToken))
        {
            counts[count.PoolId] = count;
        }

        List<PoolView> pools = [];
        await foreach (PoolState pool in account.Data.ListPoolsAsync(cancellationToken: cancellationToken))
        {
            pools.Add(Of(account.Name, pool, counts.GetValueOrDefault(pool.Id) ?? new PoolNodeCounts()) with { Cost = PoolCosts.Of(prices, pool) });
        }

        if (!nodes)
        {
            return pools;
        }

        PoolView[] all = [.. pools];
        await Parallel.ForAsync(0, all.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
            all[i] = all[i] with { Nodes = await NodesAsync(account.Data, all[i].Id, token) });
        return all;
    }

    private static async Task<IReadOnlyList<NodeView>> NodesAsync(BatchDataClient batch, string poolId, CancellationToken cancellationToken)
    {
        List<NodeView> nodes = [];
        await foreach (NodeState node in batch.ListNodesAsync(poolId, new ListQuery { Select = NodeSelect, MaxResults = MostNodes }, cancellationToken))
        {
            nodes.Add(new NodeView(
                node.Id, node.State, node.StateTransitionTime, node.IsDedicated, node.RunningTasksCount, node.TotalTasksRun,
                [.. node.Errors.Select(e => Secrets.Strip($"{e.Code}: {e.Message}"))]));
            if (nodes.Count == MostNodes)
            {
                break;
            }
        }

        return nodes;
    }

    private static PoolView Of(string account, PoolState pool, PoolNodeCounts counts) => new()
    {
        Account = account,
        Id = pool.Id,
        State = pool.State,
        AllocationState = pool.AllocationState,
        VmSize = pool.VmSize,
        TaskSlotsPerNode = pool.TaskSlotsPerNode,
        EnableAutoScale = pool.EnableAutoScale,
        Dedicated = new PoolNodesView(pool.TargetDedicatedNodes, pool.CurrentDedicatedNodes, States(counts.Dedicated)),
        LowPriority = new PoolNodesView(pool.TargetLowPriorityNodes, pool.CurrentLowPriorityNodes, States(counts.LowPriority)),
        ResizeErrors = [.. pool.ResizeErrors.Select(e => new ResizeErrorView(e.Code, Secrets.Strip(e.Message)))],
    };

    private static Dictionary<string, int> States(NodeCounts counts) => new (string State, int Nodes)[]
        {
            (NodeStates.Creating, counts.Creating),
            (NodeStates.Deallocated, counts.Deallocated),
            (NodeStates.Deallocating, counts.Deallocating),
            (NodeStates.Idle, counts.Idle),
            (NodeStates.LeavingPool, counts.LeavingPool),
            (NodeStates.Offline, counts.Offline),
            (NodeStates.Preempted, counts.Preempted),
            (NodeStates.Rebooting, counts.Rebooting),
            (NodeStates.Reimaging, counts.Reimaging),
            (NodeStates.Running, counts.Running),
            (NodeStates.Starting, counts.Starting),
            (NodeStates.StartTaskFailed, counts.StartTaskFailed),
            (NodeStates.Unknown, counts.Unknown),
            (NodeStates.Unusable, counts.Unusable),
            (NodeStates.UpgradingOS, counts.UpgradingOS),
            (NodeStates.WaitingForStartTask, counts.WaitingForStartTask),
        }
        .Where(s => s.Nodes > 0)
        .ToDictionary(s => s.State, s => s.Nodes);
}

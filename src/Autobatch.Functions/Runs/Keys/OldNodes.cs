using System.Runtime.CompilerServices;
using Autobatch.Batch;

namespace Autobatch.Functions.Runs.Keys;

/// <summary>Nodes that were booted before Batch last read the storage keys: they go on with the keys of their boot.</summary>
internal static class OldNodes
{
    // What is on its way up already will have the new keys, or is found again when it does not.
    private static readonly HashSet<string> s_bootable = new(StringComparer.OrdinalIgnoreCase)
    {
        NodeStates.Idle, NodeStates.Running, NodeStates.StartTaskFailed, NodeStates.Unusable, NodeStates.WaitingForStartTask,
    };

    /// <summary>Those of the pool that a job runs in, with the pool's id; none when the pool is gone.</summary>
    public static async IAsyncEnumerable<(string PoolId, NodeState Node)> OfJobAsync(
        BatchDataClient batch, string jobId, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobState? job = await batch.GetJobIfExistsAsync(jobId, "id,poolInfo,executionInfo", cancellationToken);
        if ((job?.ExecutionInfo?.PoolId ?? job?.PoolInfo?.PoolId) is not { } poolId || await batch.GetPoolIfExistsAsync(poolId, "id", cancellationToken) is null)
        {
            yield break;
        }

        await foreach (NodeState node in batch.ListNodesAsync(poolId, new ListQuery { Select = "id,state,lastBootTime" }, cancellationToken))
        {
            if (s_bootable.Contains(node.State) && !(node.LastBootTime > since))
            {
                yield return (poolId, node);
            }
        }
    }
}

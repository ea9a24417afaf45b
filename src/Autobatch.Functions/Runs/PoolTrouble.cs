using Autobatch.Batch;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>Names what keeps a pool from running tasks.</summary>
internal static class PoolTrouble
{
    public static async Task<Hold?> FindAsync(BatchDataClient batch, string? poolId, CancellationToken cancellationToken)
    {
        if (poolId is null)
        {
            return null;
        }

        PoolState? pool = await batch.GetPoolIfExistsAsync(poolId, "id,state,allocationState,currentDedicatedNodes,currentLowPriorityNodes,resizeErrors", cancellationToken);
        if (pool is null)
        {
            return new Hold(WaitingReason.WaitingForPool, $"Pool '{poolId}' is not there (any more).");
        }

        if (pool.ResizeErrors.Count > 0)
        {
            ResizeError error = pool.ResizeErrors[0];
            return new Hold(WaitingReason.PoolResizeError, $"Pool '{poolId}': {error.Code}: {error.Message}");
        }

        await foreach (PoolNodeCounts counts in batch.ListPoolNodeCountsAsync(
            new ListQuery { Filter = $"poolId eq {ODataFilter.Text(poolId)}" }, cancellationToken))
        {
            return Of(poolId, counts);
        }

        return new Hold(WaitingReason.WaitingForPool, $"Pool '{poolId}' has no node yet.");
    }

    internal static Hold? Of(string poolId, PoolNodeCounts counts)
    {
        int total = counts.Dedicated.Total + counts.LowPriority.Total;
        int failed = counts.Dedicated.StartTaskFailed + counts.LowPriority.StartTaskFailed;
        int unusable = counts.Dedicated.Unusable + counts.LowPriority.Unusable + counts.Dedicated.Offline + counts.LowPriority.Offline;
        int ready = counts.Dedicated.Idle + counts.LowPriority.Idle + counts.Dedicated.Running + counts.LowPriority.Running;
        return ready > 0 ? null
            : total == 0 ? new Hold(WaitingReason.WaitingForPool, $"Pool '{poolId}' has no node yet.")
            : failed > 0 && failed + unusable == total ? new Hold(WaitingReason.StartTaskFailed, $"The start task failed on {failed} of {total} nodes of pool '{poolId}'.")
            : unusable == total ? new Hold(WaitingReason.NodesUnusable, $"All {total} nodes of pool '{poolId}' are unusable or offline.")
            : new Hold(WaitingReason.WaitingForPool, $"Nodes of pool '{poolId}' are starting.");
    }
}

using Autobatch.Batch;
using Autobatch.Functions.Configuration;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>Names what keeps a pool from running tasks.</summary>
internal sealed class PoolTrouble(RunOptions options)
{
    public async Task<Hold?> FindAsync(BatchDataClient batch, JobState job, CancellationToken cancellationToken) =>
        await NameAsync(batch, job, cancellationToken) is { } hold ? hold with { Limit = options.PoolWait, PoolId = job.ExecutionInfo?.PoolId ?? job.PoolInfo?.PoolId } : null;

    private static async Task<Hold?> NameAsync(BatchDataClient batch, JobState job, CancellationToken cancellationToken)
    {
        if (job.ExecutionInfo?.SchedulingError is { } refused)
        {
            return new Hold(WaitingReason.WaitingForPool, $"Batch could not give job '{job.Id}' a pool: {refused.Code}: {Secrets.Strip(refused.Message)}");
        }

        if ((job.ExecutionInfo?.PoolId ?? job.PoolInfo?.PoolId) is not { } poolId)
        {
            return new Hold(WaitingReason.WaitingForPool, $"The auto pool of job '{job.Id}' is not there yet.");
        }

        PoolState? pool = await batch.GetPoolIfExistsAsync(poolId, "id,state,resizeErrors", cancellationToken);
        if (pool is null)
        {
            return new Hold(WaitingReason.WaitingForPool, $"Pool '{poolId}' is not there (any more).");
        }

        Hold? hold = new(WaitingReason.WaitingForPool, $"Pool '{poolId}' has no node yet.");
        await foreach (PoolNodeCounts counts in batch.ListPoolNodeCountsAsync(
            new ListQuery { Filter = $"poolId eq {ODataFilter.Text(poolId)}" }, cancellationToken))
        {
            hold = Of(poolId, counts);
        }

        // A pool that got some of its nodes runs tasks, whatever its last resize says.
        return hold?.Reason == WaitingReason.WaitingForPool && pool.ResizeErrors is [{ } error, ..]
            ? new Hold(WaitingReason.PoolResizeError, $"Pool '{poolId}': {error.Code}: {error.Message}")
            : hold;
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

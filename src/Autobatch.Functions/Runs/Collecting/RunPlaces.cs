using System.Collections.Concurrent;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Azure;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Finds out where a run's tasks ran. What cannot be found out is unknown; no run fails of it.</summary>
internal sealed class RunPlaces
{
    private const string Select = "id,vmSize,taskSlotsPerNode,targetDedicatedNodes,targetLowPriorityNodes";
    private readonly ConcurrentDictionary<string, string> _regions = new(StringComparer.OrdinalIgnoreCase);

    public async Task<RunPlace> FindAsync(BatchAccount account, JobState? job, string? plannedPool, CancellationToken cancellationToken)
    {
        string? id = job?.ExecutionInfo?.PoolId ?? job?.PoolInfo?.PoolId ?? plannedPool;
        PoolState? pool = (id is null ? null : await PoolAsync(account.Data, id, cancellationToken)) ?? job?.PoolInfo?.AutoPoolSpecification?.Pool;
        return new RunPlace(await RegionAsync(account, cancellationToken), id, pool?.VmSize is null ? null : pool);
    }

    private static async Task<PoolState?> PoolAsync(BatchDataClient batch, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await batch.GetPoolIfExistsAsync(id, Select, cancellationToken);
        }
        catch (BatchException e) when (!e.IsTransient)
        {
            return null;
        }
    }

    private async Task<string?> RegionAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        if (_regions.TryGetValue(account.Name, out string? known))
        {
            return known;
        }

        try
        {
            BatchAccountResource resource = await account.Resource.GetAsync(cancellationToken);
            return resource.Data.Location is { } location ? _regions.GetOrAdd(account.Name, location.Name) : null;
        }
        catch (Exception e) when (e is RequestFailedException or Azure.Identity.AuthenticationFailedException or AggregateException)
        {
            return null;
        }
    }
}

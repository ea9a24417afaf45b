using Autobatch.Standins.Runtime.Durable.Operations;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Client;

/// <summary>Removing finished instances.</summary>
internal sealed partial class LocalDurableTaskClient
{
    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        return new PurgeResult(await PurgeAsync([instanceId], options, cancellation), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        long started = time.GetTimestamp();
        OrchestrationQuery query = new(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        int count = 0;
        await foreach (Page<OrchestrationMetadata> page in GetAllInstancesAsync(query).AsPages().WithCancellation(cancellation))
        {
            if (filter.Timeout is { } limit && time.GetElapsedTime(started) >= limit)
                return new PurgeResult(count, isComplete: false);
            string[] finished = [.. page.Values.Where(found => found.IsCompleted).Select(found => found.InstanceId)];
            count += await PurgeAsync(finished, options, cancellation);
        }
        return new PurgeResult(count, isComplete: true);
    }

    private async Task<int> PurgeAsync(string[] instanceIds, PurgeInstanceOptions? options, CancellationToken cancellation)
    {
        IReadOnlyList<string> all = instanceIds;
        if (options is { Recursive: true })
        {
            all = core().Database.Read(connection => (IReadOnlyList<string>)
                [.. instanceIds.SelectMany(id => InstanceQuery.Family(connection, id)).Distinct(StringComparer.Ordinal)]);
        }
        PurgeOperation purge = new(all, core());
        core().Commits.Submit(purge);
        return await purge.Done.WaitAsync(cancellation);
    }
}

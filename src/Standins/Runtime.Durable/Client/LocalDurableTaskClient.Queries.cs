using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Client;

/// <summary>Looking at instances, and waiting for them.</summary>
internal sealed partial class LocalDurableTaskClient
{
    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Find(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        OrchestrationQuery query = filter ?? new OrchestrationQuery();
        return Pageable.Create((token, sizeHint, cancellation) => Task.Run(
            () => core().Database.Read(connection => InstanceQuery.Page(
                connection, query, token ?? query.ContinuationToken, sizeHint ?? query.PageSize, converter)),
            cancellation));
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(
            instanceId, Milestone.Started, found => found.RuntimeStatus != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, Milestone.Finished, found => found.IsCompleted, getInputsAndOutputs, cancellation);

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId,
        Milestone milestone,
        Func<OrchestrationMetadata, bool> isReached,
        bool full,
        CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        while (true)
        {
            Task news = core().Announcements.Next(instanceId, milestone);
            OrchestrationMetadata found = Find(instanceId, full)
                ?? throw new InvalidOperationException($"No orchestration instance with the id '{instanceId}' was found.");
            if (isReached(found))
                return found;
            await news.WaitAsync(cancellation);
        }
    }

    private OrchestrationMetadata? Find(string instanceId, bool full) =>
        core().Database.Read(connection => InstanceQuery.One(connection, instanceId, full, converter));
}

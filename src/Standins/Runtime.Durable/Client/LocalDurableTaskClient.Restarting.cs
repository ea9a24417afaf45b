using Autobatch.Standins.Runtime.Durable.Operations;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Client;

/// <summary>Starting an orchestration again.</summary>
internal sealed partial class LocalDurableTaskClient
{
    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        InstanceRow first = core().Database.Read(connection => StoreReader.Find(connection, instanceId))
            ?? throw new ArgumentException($"No orchestration instance with the id '{instanceId}' was found.", nameof(instanceId));
        InstanceRow row = new()
        {
            InstanceId = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId,
            Name = first.Name,
            Version = first.Version,
            ExecutionId = Guid.NewGuid().ToString("N"),
            CreatedAt = Now(),
            Input = first.Input,
            Tags = first.Tags,
        };
        StartOperation start = new(row, new HashSet<OrchestrationRuntimeStatus>(), core());
        core().Commits.Submit(start);
        await start.Done.WaitAsync(cancellation);
        return row.InstanceId;
    }
}

using Autobatch.Runs;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Retention;

/// <summary>A run's orchestrations: its own and those of its windows, whose ids all begin with the run's.</summary>
internal static class RunInstances
{
    public static async Task<bool> HaveEndedAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        (await ListAsync(client, runId, cancellationToken)).All(instance => instance.IsCompleted);

    public static async Task PurgeAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        // One by one: not every backend knows recursion, and what is cut off here is found again by its id.
        foreach (OrchestrationMetadata instance in await ListAsync(client, runId, cancellationToken))
        {
            await client.PurgeInstanceAsync(instance.InstanceId, cancellationToken);
        }
    }

    private static async Task<List<OrchestrationMetadata>> ListAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        List<OrchestrationMetadata> found = [];
        OrchestrationQuery query = new(InstanceIdPrefix: Ids.RunInstance(runId));
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            found.Add(instance);
        }

        return found;
    }
}

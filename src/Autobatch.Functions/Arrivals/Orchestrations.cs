using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Arrivals;

/// <summary>Starts orchestrations once.</summary>
internal static class Orchestrations
{
    private static readonly OrchestrationRuntimeStatus[] s_all = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    /// <summary>Makes sure that an instance exists, whatever its state.</summary>
    public static async Task EnsureAsync(DurableTaskClient client, string name, string instanceId, object input, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(instanceId).WithDedupeStatuses(s_all), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Hosts differ in what they throw when somebody else was faster; that the instance is there is what counts.
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is null)
            {
                throw;
            }
        }
    }
}

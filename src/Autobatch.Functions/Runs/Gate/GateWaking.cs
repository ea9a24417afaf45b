using Autobatch.Runs;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>Wakes runs that a gate let in.</summary>
internal static class GateWaking
{
    public static async Task WakeAsync(DurableTaskClient client, IReadOnlyList<string> runIds, CancellationToken cancellationToken)
    {
        foreach (string runId in runIds)
        {
            try
            {
                await client.RaiseEventAsync(Ids.RunInstance(runId), RunSignal.EventName, new RunSignal(RunSignal.Admitted), cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // It has ended meanwhile, or hears of it when it asks by itself.
            }
        }
    }
}

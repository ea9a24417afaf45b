using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Watching;

/// <summary>Tells a run that its job is completed. A run that is told twice looks at its job and goes on.</summary>
internal static class RunWaking
{
    /// <summary>Wakes a run; false when it has ended.</summary>
    public static async Task<bool> WakeAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        string instanceId = Ids.RunInstance(runId);
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { IsCompleted: false })
        {
            return false;
        }

        await client.RaiseEventAsync(instanceId, RunSignal.EventName, new RunSignal(RunSignal.JobCompleted), cancellationToken);
        return true;
    }
}

using Autobatch.Functions.Configuration;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Retention;

/// <summary>Starts the retention sweep, unless there is no policy or the last sweep still runs.</summary>
internal sealed class StartRetention(RetentionOptions options, TimeProvider time)
{
    public const string InstanceId = "retention";

    private static readonly OrchestrationRuntimeStatus[] s_running =
        [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    [Function(nameof(StartRetention))]
    public async Task Run(
        [TimerTrigger($"%{Defaults.RetentionSchedule}%")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        if (!options.IsOn || await IsRunningAsync(client, context.CancellationToken))
        {
            return;
        }

        RetentionState start = new(time.GetUtcNow(), RetentionStage.Runs, null);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(ApplyRetention), start, new StartOrchestrationOptions(InstanceId).WithDedupeStatuses(s_running), context.CancellationToken);
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            if (!await IsRunningAsync(client, context.CancellationToken))
            {
                throw;
            }
        }
    }

    private static async Task<bool> IsRunningAsync(DurableTaskClient client, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(InstanceId, cancellationToken) is { } sweep && s_running.Contains(sweep.RuntimeStatus);
}

using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Watching;

/// <summary>Wakes an account's watcher when it sleeps. Runs call it when their job is sealed, and again at each look of their own.</summary>
internal sealed class EnsureWatcher(TimeProvider time)
{
    private static readonly OrchestrationRuntimeStatus[] s_awake =
        [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    // Our clock and Batch's differ a little.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    [Function(nameof(EnsureWatcher))]
    public async Task Run([ActivityTrigger] WatchedAccount watched, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        string id = Ids.WatcherInstance(watched.Account);
        if (await IsAwakeAsync(client, id, context.CancellationToken))
        {
            return;
        }

        WatchState start = new(watched.Account, time.GetUtcNow() - s_skew, true, 0);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(WatchAccount), start, new StartOrchestrationOptions(id).WithDedupeStatuses(s_awake), context.CancellationToken);
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            if (!await IsAwakeAsync(client, id, context.CancellationToken))
            {
                throw;
            }
        }
    }

    private static async Task<bool> IsAwakeAsync(DurableTaskClient client, string id, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(id, cancellationToken) is { } watcher && s_awake.Contains(watcher.RuntimeStatus);
}

using System.Collections.Concurrent;
using Autobatch.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>Wakes the orchestration that collects a workload's files, at most once a second: however many files come, it gets few signals.</summary>
internal sealed partial class CollectorWaker(TimeProvider time, ILogger<CollectorWaker> logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private static readonly OrchestrationRuntimeStatus[] s_awake =
        [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>Files have come. The signal may go out a second later; should it be lost by a kill, the audit sends another one.</summary>
    public Task WakeAsync(string workload, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Slot slot = _slots.GetOrAdd(workload, _ => new Slot());
        TimeSpan wait;
        lock (slot)
        {
            if (slot.IsPlanned)
            {
                return Task.CompletedTask;
            }

            DateTimeOffset now = time.GetUtcNow();
            wait = slot.SentAt + s_pause - now;
            slot.IsPlanned = wait > TimeSpan.Zero;
            slot.SentAt = now + (slot.IsPlanned ? wait : TimeSpan.Zero);
        }

        if (wait <= TimeSpan.Zero)
        {
            return SendAsync(workload, client, cancellationToken);
        }

        _ = LaterAsync(slot, workload, wait, client);
        return Task.CompletedTask;
    }

    /// <summary>Sends the signal, or starts the orchestration when it sleeps.</summary>
    public static async Task SendAsync(string workload, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string id = Ids.CollectorInstance(workload);
        if (await IsAwakeAsync(client, id, cancellationToken))
        {
            await client.RaiseEventAsync(id, CollectFiles.Signal, workload, cancellationToken);
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(CollectFiles), new CollectState(workload), new StartOrchestrationOptions(id).WithDedupeStatuses(s_awake), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!await IsAwakeAsync(client, id, cancellationToken))
            {
                throw;
            }

            await client.RaiseEventAsync(id, CollectFiles.Signal, workload, cancellationToken);
        }
    }

    private static async Task<bool> IsAwakeAsync(DurableTaskClient client, string id, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(id, cancellationToken) is { } collector && s_awake.Contains(collector.RuntimeStatus);

    private async Task LaterAsync(Slot slot, string workload, TimeSpan wait, DurableTaskClient client)
    {
        await Task.Delay(wait, time, CancellationToken.None);
        lock (slot)
        {
            slot.IsPlanned = false;
        }

        try
        {
            await SendAsync(workload, client, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotWoken(logger, workload, e.GetType().Name);
        }
    }

    private sealed class Slot
    {
        public DateTimeOffset SentAt { get; set; }

        public bool IsPlanned { get; set; }
    }

    [LoggerMessage(1, LogLevel.Warning, "The collecting of workload {Workload} was not woken ({Reason}); the audit does it", EventName = "CollectorNotWoken")]
    private static partial void LogNotWoken(ILogger logger, string workload, string reason);
}

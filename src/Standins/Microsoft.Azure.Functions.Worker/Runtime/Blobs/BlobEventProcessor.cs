using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Works through the queue of blob events, as many at a time as host.json allows.</summary>
internal sealed partial class BlobEventProcessor(
    BlobEventQueue queue, BlobEventHandler handler, InvocationBreaker breaker, HostJson host, TimeProvider time,
    ILogger<BlobEventProcessor> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        queue.ReleaseAll();
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop;
        await breaker.DrainAsync(Task.WhenAll(_running.Values), cancellationToken);
    }

    /// <summary>Ends the loop also when nobody stopped it, as when a later part of the host did not start.</summary>
    public void Dispose()
    {
        // It may be disposed of twice: once for each service that it is registered as.
        if (!_stop.IsCancellationRequested) _stop.Cancel();
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                int free = host.BlobParallelism - _running.Count;
                List<ClaimedEvent> claimed = free > 0 ? queue.Claim(free) : [];
                foreach (ClaimedEvent e in claimed) Start(e);
                if (claimed.Count == 0) await queue.WaitAsync(_stop.Token);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The loop is the only one who starts blob functions: it must outlive a full disk or a locked file.
                LogFault(logger, fault);
                await Task.Delay(FaultPause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Start(ClaimedEvent claimed)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[claimed.Id] = started.Task;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await handler.HandleAsync(claimed);
                }
                catch (Exception fault)
                {
                    LogFault(logger, fault);
                }
                finally
                {
                    _running.TryRemove(claimed.Id, out _);
                    started.SetResult();
                    queue.Signal();
                }
            },
            CancellationToken.None);
    }

    [LoggerMessage(1, LogLevel.Error, "Working through blob events failed; going on", EventName = "BlobQueueFault")]
    private static partial void LogFault(ILogger logger, Exception fault);
}

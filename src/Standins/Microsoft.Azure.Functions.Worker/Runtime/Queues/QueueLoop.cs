using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <summary>
/// Takes messages of one queue in batches and works on them at the same time: the next batch is taken when at most so many of the last are left.
/// An empty queue is asked less and less often.
/// </summary>
internal sealed partial class QueueLoop(
    string function, QueueClient queue, QueueMessageHandler handler, QueueOptions options, TimeSpan lease, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<string, Task> _running = new();
    private readonly QueueBackoff _backoff = new(options.MaxPollingInterval);

    /// <summary>Runs until cancelled, and until what was begun has ended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_running.Count > options.NewBatchThreshold)
                {
                    await Task.WhenAny(_running.Values).WaitAsync(stop);
                }
                else if (await TakeAsync(stop))
                {
                    _backoff.Reset();
                }
                else
                {
                    await Task.Delay(_backoff.Next(), time, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                // Whatever it is, the loop goes on: nobody else would ask the queue.
                LogFault(logger, fault, queue.Name, function);
                await Task.Delay(_backoff.Next(), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(_running.Values);
    }

    /// <summary>Takes a batch; false when there is nothing, or no such queue.</summary>
    private async Task<bool> TakeAsync(CancellationToken stop)
    {
        QueueMessage[] batch;
        try
        {
            batch = await queue.ReceiveMessagesAsync(options.BatchSize, lease, stop);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }

        foreach (QueueMessage message in batch) Start(message);
        return batch.Length > 0;
    }

    private void Start(QueueMessage message)
    {
        // Taken again after its lease ran out: the first hand may still be at it, and has another key.
        string key = $"{message.MessageId} {message.PopReceipt}";
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[key] = ended.Task;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await handler.HandleAsync(message);
                }
                catch (Exception fault)
                {
                    LogFault(logger, fault, queue.Name, function);
                }
                finally
                {
                    _running.TryRemove(key, out _);
                    ended.SetResult();
                }
            },
            CancellationToken.None);
    }

    [LoggerMessage(20, LogLevel.Warning, "Queue {Queue} did not do what it was asked for function {Function}; going on", EventName = "QueueFault")]
    private static partial void LogFault(ILogger logger, Exception fault, string queue, string function);
}

using System.Threading.Channels;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>
/// Runs activities, a bounded number at a time. A result needs no row of its own: the task's row stays until the step that takes the
/// result is on disk, so a kill in between runs the activity again.
/// </summary>
internal sealed class ActivityRunner(
    IDurableTaskDispatcher dispatcher, IEffects effects, TimeProvider time, ILogger logger, int concurrency) : IDisposable
{
    private readonly Channel<ActivityCall> _queue = Channel.CreateUnbounded<ActivityCall>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelling = new();
    private Task[] _workers = [];
    private int _running;

    public void Start() => _workers = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync))];

    public void Add(ActivityCall call) => _queue.Writer.TryWrite(call);

    /// <summary>Takes no more, and waits for those that run; a cancelled wait cancels them, and leaves those that do not listen.</summary>
    public async Task StopAsync(TimeSpan patience, CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        Task all = Task.WhenAll(_workers);
        try
        {
            await all.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await _cancelling.CancelAsync();
            try
            {
                await all.WaitAsync(patience, TimeProvider.System, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                EngineLogs.ActivitiesAbandoned(logger, Volatile.Read(ref _running));
            }
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _cancelling.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                ActivityCall call = await _queue.Reader.ReadAsync(_stopping.Token);
                if (_stopping.IsCancellationRequested)
                    return;
                Interlocked.Increment(ref _running);
                HistoryEvent? result = await RunAsync(call);
                Interlocked.Decrement(ref _running);
                if (result is not null)
                    effects.Deliver(new Delivery(call.Key, new Message(result, call.Generation)));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping; what is queued has its rows in the store.
        }
    }

    private async Task<HistoryEvent?> RunAsync(ActivityCall call)
    {
        try
        {
            if (!dispatcher.HasActivity(call.Name))
                throw new InvalidOperationException($"There is no activity function named '{call.Name}'.");
            string? output = await dispatcher.RunActivityAsync(new LocalActivityContext(call), call.Input, _cancelling.Token);
            return new TaskCompleted { Timestamp = Now(), TaskScheduledId = call.TaskId, Result = output };
        }
        catch (OperationCanceledException) when (_cancelling.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            // Activities fail for reasons that a user reads; the stack is for whoever asks for it.
            EngineLogs.ActivityFailed(logger, call.Name, call.TaskId, call.InstanceId, error.GetType().Name, error.Message);
            EngineLogs.ActivityFailedAt(logger, error, call.Name, call.InstanceId);
            return new TaskFailed
            {
                Timestamp = Now(),
                TaskScheduledId = call.TaskId,
                Reason = error.Message,
                FailureDetails = FailureRecord.From(error),
            };
        }
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;
}

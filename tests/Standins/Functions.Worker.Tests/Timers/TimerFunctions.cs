using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Standins.Functions.Worker.Tests.Timers;

public sealed class EveryMinute(Ticks ticks)
{
    [Function("EveryMinute")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => ticks.RunAsync(timer);
}

public sealed class AtStart(Ticks ticks)
{
    [Function("AtStart")]
    public Task Run([TimerTrigger("0 0 0 * * *", RunOnStartup = true)] TimerInfo timer) => ticks.RunAsync(timer);
}

public sealed class Daily(Ticks ticks)
{
    [Function("Daily")]
    public Task Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => ticks.RunAsync(timer);
}

public sealed class Retried(Ticks ticks)
{
    [Function("Retried")]
    [FixedDelayRetry(2, "00:00:05")]
    public void Run([TimerTrigger("0 0 0 * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        ticks.Attempts.Enqueue(context.RetryContext.RetryCount);
        throw new InvalidOperationException("once more " + timer.IsPastDue);
    }
}

/// <summary>Counts invocations and holds each until the test lets it go.</summary>
public sealed class Ticks
{
    private readonly Channel<TimerInfo> _infos = Channel.CreateUnbounded<TimerInfo>();
    private int _started;
    private int _running;

    public SemaphoreSlim Gate { get; } = new(0);

    public int Started => Volatile.Read(ref _started);

    public int Ended => Volatile.Read(ref _started) - Volatile.Read(ref _running);

    /// <summary>The most invocations that were seen at the same time.</summary>
    public int Most { get; private set; }

    public System.Collections.Concurrent.ConcurrentQueue<int> Attempts { get; } = new();

    public async Task RunAsync(TimerInfo info)
    {
        Most = Math.Max(Most, Interlocked.Increment(ref _running));
        Interlocked.Increment(ref _started);
        _infos.Writer.TryWrite(info);
        await Gate.WaitAsync(TimeSpan.FromSeconds(60));
        Interlocked.Decrement(ref _running);
    }

    public async Task<TimerInfo> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _infos.Reader.ReadAsync(limit.Token);
    }
}

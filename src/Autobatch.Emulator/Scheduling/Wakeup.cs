using System.Threading.Channels;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Wakes the scheduling loop: at once when something changed, or at the next deadline. Many wakes before a pass are one.</summary>
internal sealed class Wakeup : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public Wakeup(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Now(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something changed.</summary>
    public void Now() => _signal.Writer.TryWrite(true);

    /// <summary>Sets the one deadline; null is none.</summary>
    public void At(DateTimeOffset? deadline)
    {
        if (deadline is not { } due)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var left = due - _time.GetUtcNow();
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > s_longest ? s_longest : left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for the next reason.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    /// <summary>Takes the reason that is there already; false when there is none.</summary>
    public bool TryTake() => _signal.Reader.TryRead(out _);

    public void Dispose() => _timer.Dispose();
}

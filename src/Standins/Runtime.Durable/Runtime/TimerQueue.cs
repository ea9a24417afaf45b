using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>All timers that wait, soonest first, on one timer of the time provider.</summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>A timer of the system cannot be set much further; the queue then looks again.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(1);

    private static readonly Comparer<DueTimer> SoonestFirst = Comparer<DueTimer>.Create(static (a, b) =>
        (a.FireAt, a.Key, a.Generation, a.TimerId).CompareTo((b.FireAt, b.Key, b.Generation, b.TimerId)));

    private readonly Lock _lock = new();
    private readonly SortedSet<DueTimer> _byTime = new(SoonestFirst);
    private readonly Dictionary<(long Key, int Generation, int TimerId), DueTimer> _byId = [];
    private readonly TimeProvider _time;
    private readonly Action<DueTimer> _fire;
    private readonly ITimer _alarm;
    private bool _disposed;

    public TimerQueue(TimeProvider time, Action<DueTimer> fire)
    {
        _time = time;
        _fire = fire;
        _alarm = time.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When the next timer fires; null when none waits.</summary>
    public DateTime? Next
    {
        get
        {
            lock (_lock)
                return _byTime.Min?.FireAt;
        }
    }

    public void Add(DueTimer timer)
    {
        lock (_lock)
        {
            if (_disposed || !_byId.TryAdd((timer.Key, timer.Generation, timer.TimerId), timer))
                return;
            _byTime.Add(timer);
            if (ReferenceEquals(_byTime.Min, timer))
                SetAlarm();
        }
    }

    public void Remove(DueTimer timer)
    {
        lock (_lock)
        {
            if (_byId.Remove((timer.Key, timer.Generation, timer.TimerId), out DueTimer? known))
                _byTime.Remove(known);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _alarm.Dispose();
    }

    private void FireDue()
    {
        List<DueTimer> due = [];
        lock (_lock)
        {
            if (_disposed)
                return;
            DateTime now = _time.GetUtcNow().UtcDateTime;
            while (_byTime.Min is { } first && first.FireAt <= now)
            {
                _byTime.Remove(first);
                _byId.Remove((first.Key, first.Generation, first.TimerId));
                due.Add(first);
            }
            SetAlarm();
        }
        foreach (DueTimer timer in due)
            _fire(timer);
    }

    private void SetAlarm()
    {
        if (_byTime.Min is not { } first)
            return;
        TimeSpan wait = first.FireAt - _time.GetUtcNow().UtcDateTime;
        wait = wait > Furthest ? Furthest : wait;
        // Rounded up: an alarm that comes early would only have to be set again.
        TimeSpan rounded = wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _alarm.Change(rounded, Timeout.InfiniteTimeSpan);
    }
}

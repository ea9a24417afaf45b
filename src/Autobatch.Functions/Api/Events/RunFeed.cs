namespace Autobatch.Functions.Api.Events;

/// <summary>The last states of one run, for everybody who listens. Who is slower than the states come misses some of them, never the last.</summary>
internal sealed class RunFeed
{
    /// <summary>States that are kept for those who come back.</summary>
    public const int Kept = 64;

    private readonly Lock _lock = new();
    private readonly List<RunEvent> _events = [];
    private TaskCompletionSource _news = NewNews();
    private long _next;
    private bool _closed;

    /// <summary>How many listen. Guarded by the owner.</summary>
    public int Listeners { get; set; }

    /// <summary>Adds a state, unless it is the one before.</summary>
    public void Add(string id, byte[] json, bool isFinal)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            if (_closed || (_events.Count > 0 && _events[^1].Id == id))
            {
                return;
            }

            _events.Add(new RunEvent(_next++, id, json, isFinal));
            if (_events.Count > Kept)
            {
                _events.RemoveAt(0);
            }

            _closed = isFinal;
            (news, _news) = (_news, NewNews());
        }

        news.SetResult();
    }

    /// <summary>Nothing will come any more.</summary>
    public void Close()
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            _closed = true;
            news = _news;
        }

        news.TrySetResult();
    }

    /// <summary>Where somebody goes on who has seen the state <paramref name="lastEventId"/>: after it, or at the newest when nobody knows it.</summary>
    public long PositionAfter(string? lastEventId)
    {
        lock (_lock)
        {
            int seen = lastEventId is null ? -1 : _events.FindLastIndex(e => e.Id == lastEventId);
            return seen >= 0 ? _events[seen].Sequence + 1 : Math.Max(0, _next - 1);
        }
    }

    /// <summary>The first state at or after a position; a task to wait for when there is none yet, and null for it when none will come.</summary>
    public (RunEvent? Event, Task? News) At(long position)
    {
        lock (_lock)
        {
            RunEvent? found = _events.Find(e => e.Sequence >= position);
            return (found, found is null && !_closed ? _news.Task : null);
        }
    }

    private static TaskCompletionSource NewNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

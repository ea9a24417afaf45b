using System.Collections.Concurrent;
using System.Threading.Channels;
using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>The instances in memory, and those among them that have something to do. Idle ones go when there are too many.</summary>
internal sealed class SessionTable(int capacity)
{
    private readonly ConcurrentDictionary<long, Session> _sessions = new();
    private readonly Channel<Session> _ready = Channel.CreateUnbounded<Session>();
    private long _clock;
    private int _count;
    private int _busy;

    public ChannelReader<Session> Ready => _ready.Reader;

    public int Count => Volatile.Read(ref _count);

    public void Post(long key, Message message, InstanceRow? row = null)
    {
        while (!Get(key, row).TryPost(message))
        {
            // The session is being removed; the next look-up makes another.
        }
    }

    public void Touch(Session session) => session.LastUsed = Interlocked.Increment(ref _clock);

    /// <summary>Removes the session when nothing is under way for it.</summary>
    public bool TryRemove(Session session)
    {
        if (!session.TryClose())
            return false;
        if (_sessions.TryRemove(KeyValuePair.Create(session.Key, session)))
            Interlocked.Decrement(ref _count);
        session.Execution?.Abandon();
        return true;
    }

    /// <summary>When over capacity, removes the idle sessions that were used longest ago, an eighth of the capacity at a time.</summary>
    public void Trim()
    {
        int batch = (capacity / 8) + 1;
        // Sessions that the last look found busy do not ask for the next look.
        if (Count <= Math.Max(capacity, Volatile.Read(ref _busy)))
            return;
        int surplus = Count - capacity + batch;
        foreach (Session session in _sessions.Values.OrderBy(session => session.LastUsed).Take(surplus))
            TryRemove(session);
        Volatile.Write(ref _busy, Count + batch);
    }

    /// <summary>No more steps after those that are queued.</summary>
    public void Close() => _ready.Writer.TryComplete();

    private Session Get(long key, InstanceRow? row)
    {
        if (_sessions.TryGetValue(key, out Session? known))
            return known;
        Session fresh = new(key, session => _ready.Writer.TryWrite(session)) { Row = row };
        Session kept = _sessions.GetOrAdd(key, fresh);
        if (ReferenceEquals(kept, fresh))
            Interlocked.Increment(ref _count);
        return kept;
    }
}

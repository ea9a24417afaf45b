using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker.Runtime.Store;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Blob events on disk until their function has seen them.</summary>
internal sealed class BlobEventQueue(LocalStore store, TimeProvider time)
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Puts events on disk in one commit; those that are there already count once.</summary>
    public int Accept(IReadOnlyCollection<BlobEvent> events)
    {
        long now = Now();
        int added = store.InTransaction(t => events.Sum(e => Add(t, e, now)));
        if (added > 0) Signal();
        return added;
    }

    /// <summary>Accepts what a scan found, save what it found before in the same version.</summary>
    public int AcceptUnseen(IReadOnlyCollection<BlobEvent> events)
    {
        long now = Now();
        int added = store.InTransaction(t => events.Sum(e => MarkSeen(t, e) ? Add(t, e, now) : 0));
        if (added > 0) Signal();
        return added;
    }

    /// <summary>Takes up to <paramref name="most"/> events that are due and counts an attempt for each.</summary>
    public List<ClaimedEvent> Claim(int most) => store.InTransaction(t => t.Query(
        """
        UPDATE blob_events SET claimed = 1, attempt = attempt + 1
        WHERE id IN (SELECT id FROM blob_events WHERE claimed = 0 AND due <= $now ORDER BY due, id LIMIT $most)
        RETURNING id, function, container, blob, etag, attempt, done
        """,
        r => new ClaimedEvent(
            r.GetInt64(0), new BlobEvent(r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), r.GetInt32(5), r.GetBoolean(6)),
        ("$now", Now()), ("$most", most)));

    /// <summary>The event is over.</summary>
    public void Remove(ClaimedEvent claimed)
    {
        store.InTransaction(t => t.Execute("DELETE FROM blob_events WHERE id = $id", ("$id", claimed.Id)));
    }

    /// <summary>The event has to be worked on again after <paramref name="delay"/>.</summary>
    public void Release(ClaimedEvent claimed, TimeSpan delay, bool keepAttempt, bool done = false)
    {
        store.InTransaction(t => t.Execute(
            "UPDATE blob_events SET claimed = 0, attempt = $attempt, due = $due, done = $done WHERE id = $id",
            ("$id", claimed.Id), ("$attempt", keepAttempt ? claimed.Attempt : claimed.Attempt - 1),
            ("$due", Now() + (long)delay.TotalMilliseconds), ("$done", done)));
        Signal();
    }

    /// <summary>The blob has another version by now; false when that one has an event of its own.</summary>
    public bool Retarget(ClaimedEvent claimed, string etag) => store.InTransaction(t => t.Execute(
        "UPDATE OR IGNORE blob_events SET etag = $etag WHERE id = $id", ("$id", claimed.Id), ("$etag", etag))) > 0;

    /// <summary>After a start nothing is being worked on.</summary>
    public void ReleaseAll() => store.InTransaction(t => t.Execute("UPDATE blob_events SET claimed = 0"));

    /// <summary>Waits until something changed or the next event is due.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task changed = _changed.Reader.ReadAsync(wake.Token).AsTask();
        Task due = NextDue() is { } delay ? Task.Delay(delay, time, wake.Token) : Task.Delay(Timeout.InfiniteTimeSpan, time, wake.Token);
        await Task.WhenAny(changed, due);
        await wake.CancelAsync();
        await Task.WhenAll(changed, due).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Signal() => _changed.Writer.TryWrite(true);

    private static int Add(LocalTransaction transaction, BlobEvent e, long now) => transaction.Execute(
        """
        INSERT INTO blob_events (function, container, blob, etag, due) VALUES ($function, $container, $blob, $etag, $due)
        ON CONFLICT DO NOTHING
        """,
        ("$function", e.Function), ("$container", e.Container), ("$blob", e.Blob), ("$etag", e.ETag), ("$due", now));

    private static bool MarkSeen(LocalTransaction transaction, BlobEvent e) => transaction.Execute(
        """
        INSERT INTO blobs_seen (function, container, blob, etag) VALUES ($function, $container, $blob, $etag)
        ON CONFLICT (function, container, blob) DO UPDATE SET etag = excluded.etag WHERE etag <> excluded.etag
        """,
        ("$function", e.Function), ("$container", e.Container), ("$blob", e.Blob), ("$etag", e.ETag)) > 0;

    private TimeSpan? NextDue()
    {
        List<long> due = store.InTransaction(t => t.Query(
            "SELECT due FROM blob_events WHERE claimed = 0 ORDER BY due LIMIT 1", r => r.GetInt64(0)));
        return due.Count == 0 ? null : TimeSpan.FromMilliseconds(Math.Clamp(due[0] - Now(), 1, 60_000));
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

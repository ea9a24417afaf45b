using System.Globalization;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Scheduling;

/// <summary>
/// Which waiting tasks become ready when a task satisfies. A range watches only its highest unsatisfied id, and ranges that
/// are equal are watched once, so a merge task over 10,000 others costs next to nothing per completed task.
/// </summary>
internal sealed class DependencyTracker<TWaiter>
    where TWaiter : notnull
{
    private readonly HashSet<string> _satisfied = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Waiting>> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly SatisfiedIntegers _integers = new();
    private readonly Dictionary<IdRange, WatchedRange> _ranges = [];
    private readonly Dictionary<int, List<WatchedRange>> _watchers = [];

    /// <summary>Whether the dependencies are satisfied already; otherwise the waiter is handed out by a later <see cref="Satisfy"/>.</summary>
    public bool Add(TWaiter waiter, IReadOnlyList<string> ids, IReadOnlyList<IdRange> ranges)
    {
        var waiting = new Waiting(waiter);
        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!_satisfied.Contains(id))
            {
                waiting.Open++;
                Of(_byId, id).Add(waiting);
            }
        }

        foreach (var range in ranges.Distinct())
        {
            if (Watch(range) is { } watched)
            {
                waiting.Open++;
                watched.Waiters.Add(waiting);
            }
        }

        return waiting.Open == 0;
    }

    /// <summary>A task completed in a way that lets dependents run; returns those that are ready now.</summary>
    public IReadOnlyList<TWaiter> Satisfy(string id)
    {
        if (!_satisfied.Add(id))
        {
            return [];
        }

        List<TWaiter> ready = [];
        if (_byId.Remove(id, out var waiters))
        {
            Release(waiters, ready);
        }

        // Leading zeros do not matter for ranges: 4, 04 and 004 are one id, and the first of them satisfies.
        if (int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && _integers.Add(number))
        {
            Advance(number, ready);
        }

        return ready;
    }

    /// <summary>Takes back a satisfaction, when a task is reactivated; ranges and tasks released before stay released.</summary>
    public void Forget(string id) => _satisfied.Remove(id);

    private WatchedRange? Watch(IdRange range)
    {
        if (_ranges.TryGetValue(range, out var watched))
        {
            return watched;
        }

        if (_integers.HighestMissing(range) is not { } missing)
        {
            return null;
        }

        watched = new(range);
        _ranges.Add(range, watched);
        Of(_watchers, missing).Add(watched);
        return watched;
    }

    private void Advance(int number, List<TWaiter> ready)
    {
        if (!_watchers.Remove(number, out var watching))
        {
            return;
        }

        foreach (var watched in watching)
        {
            if (_integers.HighestMissing(watched.Range) is { } missing)
            {
                Of(_watchers, missing).Add(watched);
            }
            else
            {
                _ranges.Remove(watched.Range);
                Release(watched.Waiters, ready);
            }
        }
    }

    private static void Release(List<Waiting> waiters, List<TWaiter> ready) =>
        ready.AddRange(waiters.Where(waiting => --waiting.Open == 0).Select(waiting => waiting.Waiter));

    private static List<TItem> Of<TKey, TItem>(Dictionary<TKey, List<TItem>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }

    private sealed class Waiting(TWaiter waiter)
    {
        public TWaiter Waiter { get; } = waiter;

        public int Open { get; set; }
    }

    private sealed record WatchedRange(IdRange Range)
    {
        public List<Waiting> Waiters { get; } = [];
    }
}

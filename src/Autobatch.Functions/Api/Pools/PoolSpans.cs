using Autobatch.Functions.Watching;

namespace Autobatch.Functions.Api.Pools;

/// <summary>Puts notes of pools together: what did not change is one span.</summary>
internal static class PoolSpans
{
    // One note may fail without a gap.
    private static readonly TimeSpan s_together = 2.5 * PoolHistory.Every;

    /// <summary>The spans of each pool of an account, by its id.</summary>
    /// <param name="account">The account.</param>
    /// <param name="notes">What was noted, oldest first.</param>
    public static IEnumerable<PoolHistoryView> Of(string account, IReadOnlyList<(DateTimeOffset At, IReadOnlyList<PoolSample> Pools)> notes)
    {
        SortedDictionary<string, List<PoolSpanView>> pools = new(StringComparer.Ordinal);
        foreach ((DateTimeOffset at, IReadOnlyList<PoolSample> samples) in notes)
        {
            foreach (PoolSample sample in samples)
            {
                if (!pools.TryGetValue(sample.Id, out List<PoolSpanView>? spans))
                {
                    pools[sample.Id] = spans = [];
                }

                Add(spans, at, sample);
            }
        }

        return pools.Select(p => new PoolHistoryView(account, p.Key, p.Value));
    }

    private static void Add(List<PoolSpanView> spans, DateTimeOffset at, PoolSample sample)
    {
        PoolSpanView next = new(at, at, sample.Target, sample.Nodes, sample.Running);
        if (spans is not [.., { } last] || at - last.Until > s_together)
        {
            spans.Add(next);
            return;
        }

        // Until the next look it is held for as it was.
        spans[^1] = last with { Until = at };
        if (next != last with { From = at, Until = at })
        {
            spans.Add(next);
        }
    }
}

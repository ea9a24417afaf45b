using Autobatch.Batch;
using Autobatch.Results;

namespace Autobatch.Functions.Api.Timelines;

/// <summary>What was read of one run's tasks so far. Its lock is taken by whoever reads on.</summary>
/// <param name="origin">When the run began.</param>
/// <param name="job">The job that it is of; null when it is the result's.</param>
internal sealed class RunTimeline(DateTimeOffset origin, string? job) : IDisposable
{
    // A list may show a task a little after its time.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);
    private readonly TaskTimeline _ended = new(origin);
    private readonly FailureGroups _failures = new();
    private readonly Dictionary<string, DateTimeOffset> _recent = new(StringComparer.Ordinal);
    private DateTimeOffset? _began;
    private long _count;

    public string? Job => job;

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>When somebody asked for it last, by the clock's timestamps.</summary>
    public long AskedAt { get; set; }

    /// <summary>Where the list of ended tasks was left; null when it was read to its end.</summary>
    public string? Continuation { get; private set; }

    /// <summary>The newest end that was seen; null when none was.</summary>
    public DateTimeOffset? Mark { get; private set; }

    /// <summary>From when on ended tasks are asked for; null for all.</summary>
    public DateTimeOffset? Since { get; private set; }

    public TimelineView? Last { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public void Dispose() => Turn.Dispose();

    /// <summary>Counts a task that has ended, once.</summary>
    /// <param name="task">The task.</param>
    /// <param name="transition">When Batch says that it became completed; null for a task of a result, which is told once.</param>
    public void AddEnded(TaskView task, DateTimeOffset? transition)
    {
        if (transition is { } at)
        {
            if (!_recent.TryAdd(task.Id, at))
            {
                return;
            }

            Mark = Mark > at ? Mark : at;
        }

        _count++;
        bool failed = string.Equals(task.Result, TaskResults.Failure, StringComparison.OrdinalIgnoreCase);
        if (failed)
        {
            _failures.Add(task);
        }

        // A rerun's result has tasks of the run before it too.
        if (task.StartTime is { } start && (task.EndTime ?? start) >= origin - s_skew)
        {
            _ended.Add(task.NodeId, start, task.EndTime ?? start, !failed);
        }
    }

    /// <summary>A page of the list was read. After the last one the next list begins a little before the newest end, or before this list began; tasks that ended before that need not be known any more.</summary>
    /// <param name="continuation">What the next page is asked for with; null after the last one.</param>
    /// <param name="answeredAt">When Batch answered, by its clock.</param>
    public void TurnPage(string? continuation, DateTimeOffset? answeredAt = null)
    {
        // Tasks of pages that are read already go on ending until the last page.
        _began ??= answeredAt;
        Continuation = continuation;
        DateTimeOffset? since = (_began < Mark ? _began : Mark) - s_overlap;
        foreach (string id in _recent.Where(r => r.Value < since).Select(r => r.Key).ToList())
        {
            _recent.Remove(id);
        }

        if (continuation is null)
        {
            Since = since;
            _began = null;
        }
    }

    public TimelineView View(IReadOnlyList<TaskView> running, DateTimeOffset now)
    {
        TaskTimeline all = running.Count == 0 ? _ended : _ended.Copy();
        foreach (TaskView task in running)
        {
            if (task.StartTime is { } start)
            {
                all.Add(task.NodeId, start, now, null);
            }
        }

        double width = all.Width.TotalSeconds;
        return new TimelineView(
            _count,
            running.Count,
            Continuation is null,
            all.Origin,
            width,
            Sum(all, n => n.Succeeded),
            Sum(all, n => n.Failed),
            [.. all.Nodes.OrderBy(n => n.Key.Length == 0).ThenBy(n => n.Key, StringComparer.OrdinalIgnoreCase).Select(n => Of(n.Key, n.Value, all.Bins, width))],
            _failures.All);
    }

    private static NodeTimelineView Of(string id, NodeTimeline node, int bins, double width) => new(
        id,
        [.. node.BusySeconds.Take(bins).Select(b => Math.Round(b / width, 2))],
        node.Failed.Any(f => f > 0) ? [.. node.Failed.Take(bins)] : null);

    private static int[] Sum(TaskTimeline timeline, Func<NodeTimeline, IReadOnlyList<int>> counts)
    {
        int[] sum = new int[timeline.Bins];
        foreach (NodeTimeline node in timeline.Nodes.Values)
        {
            IReadOnlyList<int> bins = counts(node);
            for (int bin = 0; bin < sum.Length; bin++)
            {
                sum[bin] += bins[bin];
            }
        }

        return sum;
    }
}

namespace Autobatch.Results;

/// <summary>
/// When tasks ran, however many there are: time in at most 200 equal bins, which grow as the run does, and at most 100 nodes by name, all others as one. Takes the same memory for a hundred
/// tasks as for a million. Not safe for callers at the same time.
/// </summary>
/// <param name="origin">When the first bin begins; what began before counts from here on.</param>
public sealed class TaskTimeline(DateTimeOffset origin)
{
    /// <summary>Most bins.</summary>
    public const int MostBins = 200;

    /// <summary>Most nodes that are told by name.</summary>
    public const int MostNodes = 100;

    /// <summary>The name under which all further nodes are counted.</summary>
    public const string Others = "";

    private readonly Dictionary<string, NodeTimeline> _nodes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>When the first bin begins.</summary>
    public DateTimeOffset Origin => origin;

    /// <summary>The length of each bin: a second, doubled as often as is needed.</summary>
    public TimeSpan Width { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>Bins that something happened in, counted from the first.</summary>
    public int Bins { get; private set; }

    /// <summary>The nodes by name; <see cref="Others"/> is one of them when there are more.</summary>
    public IReadOnlyDictionary<string, NodeTimeline> Nodes => _nodes;

    /// <summary>Counts the last attempt of a task.</summary>
    /// <param name="node">Its node; null when nobody tells.</param>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended, or the present while it runs.</param>
    /// <param name="succeeded">Whether it did; null while it runs.</param>
    public void Add(string? node, DateTimeOffset start, DateTimeOffset end, bool? succeeded)
    {
        double from = Math.Max((start - origin).TotalSeconds, 0);
        double to = Math.Max((end - origin).TotalSeconds, from);
        while (to >= MostBins * Width.TotalSeconds)
        {
            Width *= 2;
            foreach (NodeTimeline bins in _nodes.Values)
            {
                bins.Halve();
            }

            Bins = (Bins + 1) / 2;
        }

        NodeTimeline counted = Find(node ?? Others);
        double width = Width.TotalSeconds;
        int last = (int)(to / width);
        Bins = Math.Max(Bins, last + 1);
        for (int bin = (int)(from / width); bin <= last; bin++)
        {
            counted.AddBusy(bin, Math.Min(to, (bin + 1) * width) - Math.Max(from, bin * width));
        }

        if (succeeded is { } well)
        {
            counted.AddEnd(last, well);
        }
    }

    /// <summary>A copy that goes its own way.</summary>
    public TaskTimeline Copy()
    {
        TaskTimeline copy = new(origin) { Width = Width, Bins = Bins };
        foreach ((string name, NodeTimeline node) in _nodes)
        {
            copy._nodes[name] = node.Copy();
        }

        return copy;
    }

    private NodeTimeline Find(string name)
    {
        if (_nodes.TryGetValue(name, out NodeTimeline? known))
        {
            return known;
        }

        return name != Others && _nodes.Count >= MostNodes ? Find(Others) : _nodes[name] = new NodeTimeline();
    }
}

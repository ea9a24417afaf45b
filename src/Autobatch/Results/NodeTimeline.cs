namespace Autobatch.Results;

/// <summary>One node's part of a <see cref="TaskTimeline"/>.</summary>
public sealed class NodeTimeline
{
    private readonly double[] _busy = new double[TaskTimeline.MostBins];
    private readonly int[] _succeeded = new int[TaskTimeline.MostBins];
    private readonly int[] _failed = new int[TaskTimeline.MostBins];

    /// <summary>Seconds of all its tasks together in each bin: divided by the bin's length, how many ran at a time.</summary>
    public IReadOnlyList<double> BusySeconds => _busy;

    /// <summary>Tasks that succeeded in each bin.</summary>
    public IReadOnlyList<int> Succeeded => _succeeded;

    /// <summary>Tasks that failed in each bin.</summary>
    public IReadOnlyList<int> Failed => _failed;

    internal void AddBusy(int bin, double seconds) => _busy[bin] += seconds;

    internal void AddEnd(int bin, bool succeeded) => (succeeded ? _succeeded : _failed)[bin]++;

    // Two bins become one.
    internal void Halve()
    {
        for (int bin = 0; bin < TaskTimeline.MostBins; bin++)
        {
            bool both = 2 * bin < TaskTimeline.MostBins;
            _busy[bin] = both ? _busy[2 * bin] + _busy[(2 * bin) + 1] : 0;
            _succeeded[bin] = both ? _succeeded[2 * bin] + _succeeded[(2 * bin) + 1] : 0;
            _failed[bin] = both ? _failed[2 * bin] + _failed[(2 * bin) + 1] : 0;
        }
    }

    internal NodeTimeline Copy()
    {
        NodeTimeline copy = new();
        _busy.CopyTo(copy._busy, 0);
        _succeeded.CopyTo(copy._succeeded, 0);
        _failed.CopyTo(copy._failed, 0);
        return copy;
    }
}

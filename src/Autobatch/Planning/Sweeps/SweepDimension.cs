using System.Globalization;

namespace Autobatch.Planning.Sweeps;

/// <summary>One dimension of a sweep: whole numbers by a step, or listed values.</summary>
public sealed class SweepDimension
{
    private readonly long _start;
    private readonly long _step;
    private readonly IReadOnlyList<string>? _values;

    internal SweepDimension(long start, long end, long step)
    {
        (_start, _step) = (start, step);
        long distance = end - start;
        Count = distance != 0 && Math.Sign(distance) != Math.Sign(step) ? 0 : (distance / step) + 1;
    }

    internal SweepDimension(IReadOnlyList<string> values)
    {
        _values = values;
        Count = values.Count;
    }

    /// <summary>How many values it has; 0 when the step leads away from the end.</summary>
    public long Count { get; }

    /// <summary>The first number and the step; null for listed values.</summary>
    internal (long First, long Step)? Numbers => _values is null ? (_start, _step) : null;

    /// <summary>Values among which the longest is: the two ends of a range, or all that are listed.</summary>
    internal IEnumerable<string> Extremes() => _values ?? [ValueAt(0), ValueAt(Count - 1)];

    /// <summary>The value at an index, as tasks show it.</summary>
    public string ValueAt(long index) => _values is { } values ? values[(int)index] : (_start + (index * _step)).ToString(CultureInfo.InvariantCulture);
}

namespace Autobatch.Planning.Sweeps;

/// <summary>
/// The tasks of a <c>parametricSweep</c>: every combination of its dimensions' values, numbered from 0, the last dimension changing fastest.
/// Nothing is listed; each value is reckoned from the task's number.
/// </summary>
public sealed class Sweep
{
    /// <summary>Most tasks that any sweep may have.</summary>
    public const int MaxTasks = 1_000_000;

    private readonly long[] _strides;

    internal Sweep(IReadOnlyList<SweepDimension> dimensions)
    {
        Dimensions = dimensions;
        _strides = new long[dimensions.Count];
        long stride = 1;
        for (int d = dimensions.Count - 1; d >= 0; d--)
        {
            _strides[d] = stride;
            stride *= dimensions[d].Count;
        }

        Tasks = (int)stride;
    }

    /// <summary>The dimensions, <c>{0}</c> first.</summary>
    public IReadOnlyList<SweepDimension> Dimensions { get; }

    /// <summary>How many tasks it has.</summary>
    public int Tasks { get; }

    /// <summary>What <c>{dimension}</c> is in a task.</summary>
    public string Value(int task, int dimension) => Dimensions[dimension].ValueAt(task / _strides[dimension] % Dimensions[dimension].Count);

    /// <summary>How many tasks follow one another with the same value of a dimension.</summary>
    internal long Stride(int dimension) => _strides[dimension];

    /// <summary>The number of tasks that so many values make; more than <see cref="MaxTasks"/> when it is beyond that, never too large for a number.</summary>
    internal static long Product(IEnumerable<SweepDimension> dimensions)
    {
        long product = 1;
        foreach (SweepDimension dimension in dimensions)
        {
            // Both factors are below 2^33, so this cannot overflow.
            product = Math.Min(product, MaxTasks + 1L) * Math.Min(dimension.Count, MaxTasks + 1L);
        }

        return product;
    }
}

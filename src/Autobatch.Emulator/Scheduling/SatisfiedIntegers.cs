using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Scheduling;

/// <summary>
/// A set of integers that finds the highest missing one of a range in almost constant time:
/// every member points at a lower candidate, and paths are shortened as they are walked.
/// </summary>
internal sealed class SatisfiedIntegers
{
    private readonly Dictionary<int, long> _below = [];

    /// <summary>Adds a member; false when it was one already.</summary>
    public bool Add(int number) => _below.TryAdd(number, (long)number - 1);

    /// <summary>The highest number of the range that is no member, or null when all are; an empty range has none.</summary>
    public int? HighestMissing(IdRange range)
    {
        var candidate = Find(range.End);
        return candidate >= range.Start ? (int)candidate : null;
    }

    private long Find(long number)
    {
        var root = number;
        while (root >= int.MinValue && _below.TryGetValue((int)root, out var next))
        {
            root = next;
        }

        for (var at = number; at > root;)
        {
            var next = _below[(int)at];
            _below[(int)at] = root;
            at = next;
        }

        return root;
    }
}

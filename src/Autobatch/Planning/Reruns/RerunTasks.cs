using System.Globalization;

namespace Autobatch.Planning.Reruns;

/// <summary>The tasks that a rerun has. What the others were waited for is there already.</summary>
public sealed class RerunTasks
{
    private readonly HashSet<string> _ids;
    private readonly int[] _numbers;

    /// <param name="ids">Ids of all tasks of the rerun, in any order.</param>
    public RerunTasks(IEnumerable<string> ids)
    {
        _ids = new HashSet<string>(ids, StringComparer.OrdinalIgnoreCase);
        _numbers = [.. _ids.Select(Number).OfType<int>().Distinct().Order()];
    }

    /// <summary>Whether the rerun has the task.</summary>
    public bool Has(string id) => _ids.Contains(id);

    /// <summary>What is left of a range of task numbers: the rerun's own, as ranges.</summary>
    public IEnumerable<(int Start, int End)> Within(int start, int end)
    {
        int from = Array.BinarySearch(_numbers, start);
        for (int i = from < 0 ? ~from : from; i < _numbers.Length && _numbers[i] <= end;)
        {
            int last = i;
            while (last + 1 < _numbers.Length && _numbers[last + 1] == _numbers[last] + 1 && _numbers[last + 1] <= end)
            {
                last++;
            }

            yield return (_numbers[i], _numbers[last]);
            i = last + 1;
        }
    }

    private static int? Number(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}

namespace Autobatch.Emulator.Faults;

/// <summary>What somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>Beyond this a name is compared by its beginning only, so that a hostile one costs nothing.</summary>
    private const int LongestName = 200;

    /// <summary>The candidate that takes the fewest changes of letters, whatever their case; the first of several.</summary>
    public static string Of(string name, IEnumerable<string> candidates)
    {
        var wanted = name[..Math.Min(name.Length, LongestName)].ToUpperInvariant();
        return candidates.MinBy(candidate => Distance(wanted, candidate.ToUpperInvariant()))!;
    }

    /// <summary>Levenshtein's distance, row by row.</summary>
    private static int Distance(string one, string other)
    {
        int[] before = [.. Enumerable.Range(0, other.Length + 1)], row = new int[other.Length + 1];
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, before[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            }

            (before, row) = (row, before);
        }

        return before[other.Length];
    }
}

namespace Autobatch.Text;

/// <summary>Finds what somebody probably meant (Damerau-Levenshtein, transpositions of neighbours counting as one edit).</summary>
internal static class NearestName
{
    /// <summary>The nearest of <paramref name="names"/>, or null when none is near enough to be meant.</summary>
    public static string? Find(string written, IEnumerable<string> names)
    {
        int bound = Math.Max(1, Math.Min(3, written.Length / 3));
        string? nearest = null;
        int best = int.MaxValue;
        foreach (string name in names)
        {
            int distance = string.Equals(written, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(written, name, bound);
            if (distance <= bound && distance < best)
            {
                (nearest, best) = (name, distance);
            }
        }

        return nearest;
    }

    internal static int Distance(string a, string b, int bound)
    {
        if (Math.Abs(a.Length - b.Length) > bound)
        {
            return int.MaxValue;
        }

        int[] twoAgo = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                int least = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                row[j] = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]) ? Math.Min(least, twoAgo[j - 2] + 1) : least;
            }

            (twoAgo, last, row) = (last, row, twoAgo);
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}

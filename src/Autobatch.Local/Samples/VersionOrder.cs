using System.Globalization;

namespace Autobatch.Local.Samples;

/// <summary>Orders names with numbers in them as people do: <c>9.0.1</c> before <c>10.0.0</c>, <c>10.0.0-rc.1</c> before <c>10.0.0</c>.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        List<string> left = Parts(x ?? string.Empty);
        List<string> right = Parts(y ?? string.Empty);
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            int order = ulong.TryParse(left[i], CultureInfo.InvariantCulture, out ulong a) && ulong.TryParse(right[i], CultureInfo.InvariantCulture, out ulong b)
                ? a.CompareTo(b)
                : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        int longer = left.Count.CompareTo(right.Count);
        string next = longer > 0 ? left[right.Count] : longer < 0 ? right[left.Count] : string.Empty;
        return next.StartsWith('-') ? -longer : longer;
    }

    private static List<string> Parts(string name)
    {
        List<string> parts = [];
        int start = 0;
        for (int i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || char.IsAsciiDigit(name[i]) != char.IsAsciiDigit(name[i - 1]))
            {
                parts.Add(name[start..i]);
                start = i;
            }
        }

        return parts;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Autobatch.Emulator.Model;

/// <summary>Cores of a machine, read from the name of its size: there is no list of sizes here.</summary>
internal static partial class VmSize
{
    /// <summary>The cores of, for example, Standard_D2s_v3 (2), Standard_E4-2s_v3 (2) or Standard_DS3_v2 (4); 1 when the name tells nothing.</summary>
    public static int Cores(string? size)
    {
        if (size is null || Pattern().Match(size) is not { Success: true } match)
        {
            return 1;
        }

        var number = Parse(match.Groups["constrained"].Success ? match.Groups["constrained"].Value : match.Groups["number"].Value);
        var family = match.Groups["family"].Value;
        var counts = !family.Equals("D", StringComparison.OrdinalIgnoreCase) && !family.Equals("DS", StringComparison.OrdinalIgnoreCase);
        // The first two D series count sizes instead of cores: D1 to D5, and D11 to D15 with more memory.
        return counts || match.Groups["newer"].Success ? Math.Max(1, number)
            : number switch { 15 => 20, > 10 and < 15 => 1 << (number - 10), > 0 and < 6 => 1 << (number - 1), _ => Math.Max(1, number) };
    }

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(standard|basic)_(?<family>[a-z]+)(?<number>\d{1,4})(-(?<constrained>\d{1,4}))?[a-z]*(?<newer>_v[3-9]|_v1\d)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

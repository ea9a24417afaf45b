using System.Globalization;

namespace Autobatch.Placement;

/// <summary>Reads the number of cores from the name of a virtual machine's size.</summary>
public static class VmCores
{
    /// <summary>Cores of one machine, as <c>Standard_D2s_v3</c> has 2; null when the name does not tell.</summary>
    public static int? Of(string? vmSize)
    {
        if (vmSize is null)
        {
            return null;
        }

        // Standard_ + letters of the family + cores; a hyphen before more digits tells of fewer cores: Standard_M64-32ms has 32.
        string name = vmSize.StartsWith("Standard_", StringComparison.OrdinalIgnoreCase) || vmSize.StartsWith("Basic_", StringComparison.OrdinalIgnoreCase)
            ? vmSize[(vmSize.IndexOf('_', StringComparison.Ordinal) + 1)..]
            : vmSize;
        string[] parts = name.Split('_')[0].Split('-');
        return Number(parts.Length > 1 ? parts[1] : parts[0]);
    }

    private static int? Number(string text)
    {
        string digits = new([.. text.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int cores) && cores > 0 ? cores : null;
    }
}

using System.Globalization;
using System.Text;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Processes of tasks, by the folder of their emulator.</summary>
internal static class Orphans
{
    /// <summary>Ids of the living processes whose environment names a directory below the folder.</summary>
    public static IReadOnlyList<int> Of(string folder)
    {
        var mark = Encoding.UTF8.GetBytes($"AZ_BATCH_TASK_DIR={folder}/");
        return [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Where(pid => Belongs(pid!, mark)).Select(pid => int.Parse(pid!, CultureInfo.InvariantCulture))];
    }

    private static bool Belongs(string pid, byte[] mark)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X') && File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not ours.
            return false;
        }
    }
}

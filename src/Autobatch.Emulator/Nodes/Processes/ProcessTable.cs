using System.Globalization;
using System.Text;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>Reads /proc.</summary>
internal static class ProcessTable
{
    /// <summary>Every process there is at this moment.</summary>
    public static IReadOnlyList<ProcessStat> Snapshot()
    {
        var processes = new List<ProcessStat>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && Read(pid) is { } stat)
            {
                processes.Add(stat);
            }
        }

        return processes;
    }

    /// <summary>One process, or null when it is gone.</summary>
    public static ProcessStat? Read(int pid) => TryRead(pid, "stat") is { } bytes ? ProcessStat.Parse(Encoding.UTF8.GetString(bytes)) : null;

    /// <summary>Whether the process was started with exactly this environment entry (<c>NAME=value</c>).</summary>
    public static bool HasEnvironmentEntry(int pid, string entry)
    {
        if (TryRead(pid, "environ") is not { } environment) return false;
        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes(entry);
        foreach (Range range in environment.AsSpan().Split((byte)0))
        {
            if (environment.AsSpan(range).SequenceEqual(wanted)) return true;
        }

        return false;
    }

    private static byte[]? TryRead(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's: neither is ours.
            return null;
        }
    }
}

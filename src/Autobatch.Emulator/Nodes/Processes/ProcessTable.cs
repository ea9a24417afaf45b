using System.Globalization;
using System.Text;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>Reads /proc.</summary>
internal static class ProcessTable
{
    /// <summary>Every process there is at this moment.</summary>
    public static IReadOnlyList<ProcessStat> ReadAll()
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

    /// <summary>The value of an entry of the environment that a process was started with, or null.</summary>
    /// <param name="entry">The name with its "=".</param>
    public static string? EnvironmentValue(int pid, string entry)
    {
        if (TryRead(pid, "environ") is not { } environment) return null;
        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes(entry);
        foreach (Range range in environment.AsSpan().Split((byte)0))
        {
            ReadOnlySpan<byte> found = environment.AsSpan(range);
            if (found.StartsWith(wanted)) return Encoding.UTF8.GetString(found[wanted.Length..]);
        }

        return null;
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

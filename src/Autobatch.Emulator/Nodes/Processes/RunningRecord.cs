using System.Globalization;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// What the launcher writes down of a task's program, in a file of its own: its line of /proc/{pid}/stat
/// and the task directory. The next life of the emulator finds and ends what a killed one left behind.
/// </summary>
internal static class RunningRecord
{
    /// <summary>A file name that no other attempt uses.</summary>
    public static string NewName() => Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture) + ".task";

    /// <summary>The tree of a record; null when the record was cut short; the hunt then finds the program by its environment.</summary>
    public static ProcessTree? Read(string file)
    {
        string[] lines = File.ReadAllText(file).Split('\n', 2);
        return lines.Length == 2 && lines[1].EndsWith('\n') && ProcessStat.Parse(lines[0]) is { } stat
            ? new ProcessTree(stat.Pid, stat.StartTime, lines[1][..^1])
            : null;
    }
}

using System.Globalization;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// What the launcher writes down before it becomes the task's program, in a file of its own: its line of /proc/self/stat
/// and the task directory. The next life of the emulator finds and ends what a killed one left behind.
/// </summary>
internal static class RunningRecord
{
    /// <summary>Written in place of the record when the program could not be executed.</summary>
    public const string LaunchFailed = "failed";

    /// <summary>A file name that no other attempt uses.</summary>
    public static string NewName() => Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture) + ".task";

    /// <summary>Whether the launcher got no further than itself.</summary>
    public static bool SaysLaunchFailed(string file) => File.Exists(file) && File.ReadAllText(file).AsSpan().TrimEnd().SequenceEqual(LaunchFailed);

    /// <summary>The tree of a record; null when the record was cut short, so no task program had been started by it.</summary>
    public static ProcessTree? Read(string file)
    {
        string[] lines = File.ReadAllText(file).Split('\n', 2);
        return lines.Length == 2 && lines[1].EndsWith('\n') && ProcessStat.Parse(lines[0]) is { } stat
            ? new ProcessTree(stat.Pid, stat.StartTime, lines[1][..^1])
            : null;
    }
}

using System.Globalization;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>The fields of /proc/{pid}/stat that tell one process from another (proc_pid_stat(5)).</summary>
/// <param name="Pid">Process id.</param>
/// <param name="State">One letter; Z and X are dead.</param>
/// <param name="Parent">Parent's process id.</param>
/// <param name="Session">Process id of the session's leader.</param>
/// <param name="StartTime">Clock ticks after boot; unchanged by exec, so pid and start time name a process for its whole life.</param>
internal sealed record ProcessStat(int Pid, char State, int Parent, int Session, long StartTime)
{
    /// <summary>A zombie or a process on its way out needs no killing.</summary>
    public bool IsDead => State is 'Z' or 'X';

    /// <summary>Parses the line; null when it is no such line. The program's name may hold blanks and parentheses.</summary>
    public static ProcessStat? Parse(string line)
    {
        int open = line.IndexOf('(', StringComparison.Ordinal);
        int close = line.LastIndexOf(')');
        if (open < 1 || close < open) return null;
        string[] rest = line[(close + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return rest.Length > 19
            && int.TryParse(line.AsSpan(0, open), CultureInfo.InvariantCulture, out int pid)
            && rest[0].Length == 1
            && int.TryParse(rest[1], CultureInfo.InvariantCulture, out int parent)
            && int.TryParse(rest[3], CultureInfo.InvariantCulture, out int session)
            && long.TryParse(rest[19], CultureInfo.InvariantCulture, out long start)
            ? new ProcessStat(pid, rest[0][0], parent, session, start)
            : null;
    }
}

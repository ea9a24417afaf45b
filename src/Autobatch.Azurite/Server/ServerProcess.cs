using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Autobatch.Azurite;

/// <summary>A process that is not our child any more: asked after by id and start, ended by SIGTERM.</summary>
internal static partial class ServerProcess
{
    private const int Sigterm = 15;

    /// <summary>Whether that very process runs. A zombie does not, and neither does a stranger that got the same id later.</summary>
    public static bool IsAlive(ServerState state)
    {
        if (!OperatingSystem.IsLinux())
        {
            return state.Pid > 0 && CommandLineMentionsServe(state.Pid);
        }

        try
        {
            string stat = File.ReadAllText($"/proc/{state.Pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is not ("Z" or "X") && fields[19] == state.StartTicks;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    public static void Terminate(ServerState state)
    {
        if (IsAlive(state))
        {
            _ = Kill(state.Pid, Sigterm);
        }
    }

    private static bool CommandLineMentionsServe(int pid)
    {
        using Process? ps = Process.Start(new ProcessStartInfo("ps", ["-o", "command=", "-p", $"{pid}"]) { RedirectStandardOutput = true });
        return ps is not null && ps.StandardOutput.ReadToEnd().Contains("serve.cjs", StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

using System.Runtime.InteropServices;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>kill(2), which .NET offers for single processes only.</summary>
internal static partial class Signals
{
    private const int SigKill = 9;

    /// <summary>SIGKILL to one process; nothing happens when it is gone.</summary>
    public static void Kill(int pid) => _ = SendSignal(pid, SigKill);

    /// <summary>SIGKILL to a whole process group; nothing happens when it is empty.</summary>
    public static void KillGroup(int group) => _ = SendSignal(-group, SigKill);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}

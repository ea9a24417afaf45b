using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Autobatch.Testing;

/// <summary>kill(2) to one process, for the signals that the Process class cannot send. The answer is whether the process was still there.</summary>
public static partial class Signals
{
    private const int Sigint = 2;
    private const int Sigterm = 15;

    public static bool Interrupt(Process process) => Send(process.Id, Sigint) == 0;

    public static bool Terminate(Process process) => Send(process.Id, Sigterm) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}

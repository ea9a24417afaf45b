using System.Runtime.InteropServices;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>Collects the programs that were started here when they end; the runtime leaves children alone that its own Process class did not start.</summary>
internal static partial class Children
{
    private const int NoHang = 1;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, TaskCompletionSource<int>> Waited = [];
    private static PosixSignalRegistration? _ends;

    /// <summary>The exit code of a child (128 + n for signal n), once it has ended. To be asked once for each child.</summary>
    public static Task<int> ExitOf(int pid)
    {
        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Gate)
        {
            _ends ??= PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => CollectAll());
            // It may have ended before anybody listened.
            if (!TryCollect(pid, exit)) Waited.Add(pid, exit);
        }

        return exit.Task;
    }

    private static void CollectAll()
    {
        lock (Gate)
        {
            foreach ((int pid, TaskCompletionSource<int> exit) in Waited)
            {
                if (TryCollect(pid, exit)) Waited.Remove(pid);
            }
        }
    }

    private static bool TryCollect(int pid, TaskCompletionSource<int> exit)
    {
        int found = WaitFor(pid, out int status, NoHang);
        if (found > 0) exit.SetResult((status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F));
        if (found < 0) exit.SetException(new InvalidOperationException($"Process {pid} was collected by somebody else; its exit code is lost."));
        return found != 0;
    }

    [LibraryImport("libc", EntryPoint = "waitpid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WaitFor(int pid, out int status, int options);
}

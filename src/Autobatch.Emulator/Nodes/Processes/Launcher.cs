using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// Starts a task's program as the leader of its own session and writes the <see cref="RunningRecord"/>. No shell reads the command line.
/// Output goes straight to files, so it outlives the emulator.
/// </summary>
internal static class Launcher
{
    private const int NoExecutable = 8; // ENOEXEC
    private const int TextBusy = 26; // ETXTBSY
    private const int Tries = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether this machine can run tasks.</summary>
    /// <exception cref="PlatformNotSupportedException">It cannot; the message says what is missing.</exception>
    public static void EnsureUsable()
    {
        if (!Directory.Exists("/proc/self"))
        {
            throw new PlatformNotSupportedException("The emulator's nodes need Linux with /proc.");
        }
    }

    /// <summary>Starts the program.</summary>
    /// <returns>Its process id; the caller asks <see cref="Children"/> for its end.</returns>
    /// <exception cref="TaskFailureException">CommandLaunchFailed.</exception>
    public static async Task<int> StartAsync(LaunchRequest request)
    {
        for (int left = Tries; ; left--)
        {
            int error = Spawn.Start(request.Program, request.Arguments, request, out int pid);
            // A program without an interpreter line is a shell script, as every shell takes it.
            if (error == NoExecutable) error = Spawn.Start("/bin/sh", [request.Program, .. request.Arguments], request, out pid);
            if (error == 0)
            {
                Record(request, pid);
                return pid;
            }

            // A program that was just downloaded is busy while another task's child, born meanwhile, has not let go of it.
            if (error != TextBusy || left == 0)
            {
                throw new TaskFailureException(TaskFailures.CommandLaunchFailed($"'{request.Program}' cannot be executed here: {Marshal.GetPInvokeErrorMessage(error)}."));
            }

            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private static void Record(LaunchRequest request, int pid)
    {
        try
        {
            byte[] stat = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));

            // Opened as new: a file that was emptied first goes to the disk when it is closed (ext4), and this one lives as short as its task.
            using SafeFileHandle file = File.OpenHandle(request.RecordFile, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(file, [.. stat, .. Encoding.UTF8.GetBytes($"{request.TaskDirectory}\n")], 0);
        }
        catch
        {
            // A full disk, most likely. Nothing may run that nobody knows of.
            Signals.KillGroup(pid);
            _ = Children.ExitOf(pid);
            throw;
        }
    }
}

/// <summary>Everything the launcher needs.</summary>
/// <param name="Program">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments, without the program.</param>
internal sealed record LaunchRequest(
    string Program,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    string StandardOutput,
    string StandardError,
    string RecordFile,
    string TaskDirectory)
{
    /// <summary>Whether its output is written after what is there.</summary>
    public bool Appends { get; init; }

    /// <summary>Whether what it leaves in the background goes on after its end, as the services that a coordination command starts.</summary>
    public bool LeavesBackground { get; init; }
}

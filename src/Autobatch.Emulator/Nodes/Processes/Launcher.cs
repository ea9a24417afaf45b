using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// Starts a task's program through a fixed script of ours: <c>setsid</c> makes it the leader of its own session, the
/// shell redirects, writes the <see cref="RunningRecord"/> and becomes the program. The user's command line reaches it as
/// arguments and is never read by a shell. Output goes straight to files, so it outlives the emulator.
/// </summary>
internal static partial class Launcher
{
    // BASH_VERSION: where sh is bash, exec must be told not to leave before the trap can say that it failed.
    private const string Script = """
        read -r autobatch_stat < /proc/$$/stat && printf '%s\n%s\n' "$autobatch_stat" "$AZ_BATCH_TASK_DIR" > "$1" || exit 125
        autobatch_record=$1
        trap 'printf "failed\n" > "$autobatch_record"' EXIT
        [ -z "$BASH_VERSION" ] || shopt -s execfail 2>/dev/null
        exec 0</dev/null 1>"$2" 2>"$3"
        shift 3
        exec "$@"
        """;

    private static readonly string? Setsid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>Whether this machine can run tasks.</summary>
    /// <exception cref="PlatformNotSupportedException">It cannot; the message says what is missing.</exception>
    public static void EnsureUsable()
    {
        if (Setsid is null || !Directory.Exists("/proc/self"))
        {
            throw new PlatformNotSupportedException("The emulator's nodes need Linux with /proc and the setsid program (package util-linux).");
        }
    }

    /// <summary>Starts the program. The caller owns the process.</summary>
    /// <exception cref="TaskFailureException">CommandLaunchFailed.</exception>
    public static Process Start(LaunchRequest request)
    {
        var info = new ProcessStartInfo(Setsid ?? "setsid") { WorkingDirectory = request.WorkingDirectory };
        info.Environment.Clear();
        foreach (string word in (string[])["/bin/sh", "-c", Script, "sh", request.RecordFile, request.StandardOutput, request.StandardError]) info.ArgumentList.Add(word);
        AddEnvironment(info, request.Environment);
        info.ArgumentList.Add(request.Program);
        foreach (string argument in request.Arguments) info.ArgumentList.Add(argument);
        try
        {
            return Process.Start(info) ?? throw new TaskFailureException(TaskFailures.CommandLaunchFailed("No process was started."));
        }
        catch (Win32Exception refused)
        {
            throw new TaskFailureException(TaskFailures.CommandLaunchFailed($"The system refused to start the process: {refused.Message}."), refused);
        }
    }

    private static void AddEnvironment(ProcessStartInfo info, IReadOnlyDictionary<string, string> environment)
    {
        // A shell may drop variables whose names it cannot spell; env hands those over.
        var unspeakable = new List<string>();
        foreach ((string name, string value) in environment)
        {
            if (ShellName().IsMatch(name)) info.Environment[name] = value;
            else unspeakable.Add($"{name}={value}");
        }

        if (unspeakable.Count == 0) return;
        info.ArgumentList.Add("/usr/bin/env");
        foreach (string entry in unspeakable) info.ArgumentList.Add(entry);
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex ShellName();
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
    string RecordFile);

namespace Autobatch.Emulator.Nodes.CommandLine;

/// <summary>Finds the program that a command line names, as execvp would from the task's working directory.</summary>
internal static class ProgramLookup
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// A name with "/" is taken relative to the working directory; any other is searched in <paramref name="path"/>,
    /// and only there: as on a real node, a program in the working directory is called <c>./name</c>.
    /// </summary>
    /// <returns>The absolute path of an executable file.</returns>
    /// <exception cref="TaskFailureException">CommandProgramNotFound, or CommandLaunchFailed when what is there cannot be executed.</exception>
    public static string Find(string program, string workingDirectory, string path)
    {
        IEnumerable<string> candidates = program.Contains('/', StringComparison.Ordinal)
            ? [Path.Combine(workingDirectory, program)]
            : path.Split(':').Select(folder => Path.Combine(workingDirectory, folder, program));
        string? present = null;
        foreach (string candidate in candidates)
        {
            if (!File.Exists(candidate)) continue;
            if ((File.GetUnixFileMode(candidate) & AnyExecute) != 0) return candidate;
            present ??= candidate;
        }

        if (present is null && program.Length > 0 && program.Contains('/', StringComparison.Ordinal) && Directory.Exists(Path.Combine(workingDirectory, program)))
        {
            throw new TaskFailureException(TaskFailures.CommandLaunchFailed($"'{program}' is a folder, not a program."));
        }

        throw new TaskFailureException(present is null
            ? TaskFailures.CommandProgramNotFound(program)
            : TaskFailures.CommandLaunchFailed($"'{program}' has no execute permission. Give the resource file a fileMode such as 0770, or start it through its interpreter."));
    }
}

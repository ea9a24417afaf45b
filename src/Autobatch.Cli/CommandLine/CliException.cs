namespace Autobatch.Cli.CommandLine;

/// <summary>Ends the command with an exit code. The message is for the user: what is wrong, where, and how to mend it.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}

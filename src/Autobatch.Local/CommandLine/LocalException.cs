namespace Autobatch.Local.CommandLine;

/// <summary>Ends the command with an exit code. The message is for the user: what is wrong, where, and how to mend it.</summary>
internal sealed class LocalException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public static LocalException BadInput(string message) => new(ExitCodes.BadInput, message);

    public static LocalException NotFit(string message, Exception? inner = null) => new(ExitCodes.NotFit, message, inner);

    public static LocalException Failed(string message) => new(ExitCodes.NotCompleted, message);
}

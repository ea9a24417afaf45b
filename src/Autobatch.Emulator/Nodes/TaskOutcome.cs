namespace Autobatch.Emulator.Nodes;

/// <summary>How an attempt ended.</summary>
/// <param name="ExitCode">Exit code of the process (128 + n for signal n); null when no process was started.</param>
/// <param name="Failure">Null on success; a non-zero exit code is a failure too (FailureExitCode).</param>
/// <param name="Start">When the process started, or the attempt when there was no process.</param>
/// <param name="End">When the attempt was over, uploads included.</param>
/// <param name="Terminated">Whether the attempt was ended by the terminate token.</param>
internal sealed record TaskOutcome(int? ExitCode, TaskFailure? Failure, DateTimeOffset Start, DateTimeOffset End, bool Terminated);

/// <summary>The REST failureInfo (FACTS A.3).</summary>
/// <param name="Category">usererror or servererror.</param>
/// <param name="Code">For example FailureExitCode, BlobNotFound, ApplicationPackageError.</param>
/// <param name="Message">One sentence, without secrets.</param>
/// <param name="Details">Name and value pairs.</param>
internal sealed record TaskFailure(string Category, string Code, string Message, IReadOnlyList<NameValue> Details);

/// <summary>A pair of the REST body's details.</summary>
internal sealed record NameValue(string Name, string Value);

/// <summary>Where an attempt is; the control side shows it as the task's state.</summary>
internal enum TaskPhase
{
    /// <summary>Packages and resource files are being fetched.</summary>
    Preparing,

    /// <summary>The process has been started.</summary>
    Running,
}

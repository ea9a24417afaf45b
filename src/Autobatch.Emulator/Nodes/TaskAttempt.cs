namespace Autobatch.Emulator.Nodes;

/// <summary>What is known of an attempt while it goes on.</summary>
internal sealed class TaskAttempt(TaskLaunch launch, DateTimeOffset start)
{
    /// <summary>What was asked for.</summary>
    public TaskLaunch Launch { get; } = launch;

    /// <summary>When the process started, or the attempt when there was none yet.</summary>
    public DateTimeOffset Start { get; set; } = start;

    /// <summary>Set when the process has ended.</summary>
    public int? ExitCode { get; set; }

    /// <summary>The outcome at this point.</summary>
    public TaskOutcome Ended(TaskFailure? failure, DateTimeOffset end, bool terminated = false) => new(ExitCode, failure, Start, end, terminated);
}

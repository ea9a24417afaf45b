namespace Autobatch.Runs;

/// <summary>Statuses of a run, as users read them.</summary>
public static class RunStatus
{
    /// <summary>Taken in, not yet started.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>Never became a run; its error says why.</summary>
    public const string Rejected = nameof(Rejected);

    /// <summary>Waits for what <see cref="WaitingReason"/> names.</summary>
    public const string Waiting = nameof(Waiting);

    /// <summary>Tasks are being added or are running.</summary>
    public const string Running = nameof(Running);

    /// <summary>Cancel was asked for and is under way.</summary>
    public const string Cancelling = nameof(Cancelling);

    /// <summary>Ended because somebody asked.</summary>
    public const string Canceled = nameof(Canceled);

    /// <summary>Every task succeeded.</summary>
    public const string Completed = nameof(Completed);

    /// <summary>The run ended, some tasks failed.</summary>
    public const string CompletedWithFailures = nameof(CompletedWithFailures);

    /// <summary>The run could not be carried out.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>All statuses, in the order of a run's life.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Pending, Rejected, Waiting, Running, Cancelling, Canceled, Completed, CompletedWithFailures, Failed];

    /// <summary>Whether a run with this status has ended for good.</summary>
    public static bool IsFinal(string status) => status is Rejected or Canceled or Completed or CompletedWithFailures or Failed;

    /// <summary>The status of a run whose tasks have all ended.</summary>
    public static string ForEndedTasks(int failed) => failed == 0 ? Completed : CompletedWithFailures;
}

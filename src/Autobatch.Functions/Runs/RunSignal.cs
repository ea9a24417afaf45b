namespace Autobatch.Functions.Runs;

/// <summary>What a run is told from outside. All signals have one event name, so that one wait is outstanding at any time.</summary>
internal sealed record RunSignal(string Kind)
{
    public const string EventName = "signal";

    /// <summary>The account's watcher saw the job completed.</summary>
    public const string JobCompleted = nameof(JobCompleted);

    /// <summary>The account's gate let the run in.</summary>
    public const string Admitted = nameof(Admitted);

    /// <summary>The account is being drained, or is not any more.</summary>
    public const string Drain = nameof(Drain);

    public const string Cancel = nameof(Cancel);
}

namespace Autobatch.Functions.Runs;

/// <summary>What a run is told from outside. All signals have one event name, so that one wait is outstanding at any time.</summary>
internal sealed record RunSignal(string Kind)
{
    public const string EventName = "signal";
    public const string JobCompleted = nameof(JobCompleted);
    public const string Cancel = nameof(Cancel);
}

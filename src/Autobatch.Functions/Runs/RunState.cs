namespace Autobatch.Functions.Runs;

/// <summary>Where a run's orchestration stands: its input, and what it hands to its next generation.</summary>
internal sealed record RunState
{
    public required RunInput Run { get; init; }

    /// <summary>The plan; set once the job is sealed and there is only watching left.</summary>
    public RunJob? Job { get; init; }

    /// <summary>Looks taken at the job so far.</summary>
    public int Looks { get; init; }
}

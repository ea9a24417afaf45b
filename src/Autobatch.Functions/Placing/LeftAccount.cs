namespace Autobatch.Functions.Placing;

/// <summary>An account that a run has left, with a job of it behind.</summary>
/// <param name="Account">The account.</param>
/// <param name="Move">Which of the run's jobs it had, from 0.</param>
/// <param name="Kept">Tasks that are recorded as succeeded there and do not run again.</param>
internal sealed record LeftAccount(string Account, int Move, int Kept)
{
    /// <summary>The job's id; null when it is that of the run's present job.</summary>
    public string? JobId { get; init; }
}

using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Placing;

/// <summary>Asks where a run goes, or whether it is to leave the account where it is.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">Its plan.</param>
/// <param name="IsPlaced">Whether it has an account already.</param>
/// <param name="JobTried">Whether it may have a job there.</param>
/// <param name="Left">Accounts that it has left; it goes back to none of them.</param>
/// <param name="Wait">What holds it up; null when nothing does.</param>
/// <param name="Now">The time of the question.</param>
internal sealed record PlaceQuery(
    RunInput Run, RunJob Job, bool IsPlaced, bool JobTried, IReadOnlyList<LeftAccount> Left, RunWait? Wait, DateTimeOffset Now)
{
    /// <summary>Whether it is known to have a job there, so that tasks may run.</summary>
    public bool JobMade { get; init; }
}

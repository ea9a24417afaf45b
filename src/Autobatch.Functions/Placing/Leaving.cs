namespace Autobatch.Functions.Placing;

/// <summary>How far a run has left an account.</summary>
/// <param name="Answered">Whether the account answered.</param>
/// <param name="Stopped">Whether the job there is at rest, so that what has succeeded there is final.</param>
internal sealed record Leaving(bool Answered, bool Stopped);

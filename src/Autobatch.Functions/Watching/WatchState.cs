namespace Autobatch.Functions.Watching;

/// <summary>Where an account's watcher stands.</summary>
/// <param name="Account">The account.</param>
/// <param name="Since">Jobs that completed before this were dealt with.</param>
/// <param name="HasRuns">Whether the account has active runs.</param>
/// <param name="Polls">Long polls of this generation.</param>
internal sealed record WatchState(string Account, DateTimeOffset Since, bool HasRuns, int Polls);

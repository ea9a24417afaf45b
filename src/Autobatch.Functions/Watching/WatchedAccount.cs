namespace Autobatch.Functions.Watching;

/// <summary>A Batch account that has active runs.</summary>
internal sealed record WatchedAccount(string Account);

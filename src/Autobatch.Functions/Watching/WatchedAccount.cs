namespace Autobatch.Functions.Watching;

/// <summary>A Batch account that has active runs.</summary>
public sealed record WatchedAccount(string Account);

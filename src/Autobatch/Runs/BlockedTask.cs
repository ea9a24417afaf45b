namespace Autobatch.Runs;

/// <summary>A task that can never run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="BlockedBy">The task that it waits for: one that ended without satisfying its dependents, or one that is blocked or missing itself.</param>
/// <param name="Reason">Why, in words for the user.</param>
public sealed record BlockedTask(string Id, string BlockedBy, string Reason);

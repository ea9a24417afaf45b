namespace Autobatch.Functions.Api;

/// <summary>How a run came into its account.</summary>
/// <param name="Policy">The policy that decided, or <c>manifest</c>.</param>
/// <param name="Reason">Why this account, in one sentence.</param>
/// <param name="MovedFrom">Accounts that the run has left with a job behind, in order.</param>
/// <param name="KeptTasks">Tasks that succeeded there.</param>
internal sealed record RunPlacementView(string Policy, string? Reason, IReadOnlyList<string> MovedFrom, int KeptTasks);

namespace Autobatch.Functions.Explaining;

/// <param name="Account">The Batch account that would take the run.</param>
/// <param name="Policy">The policy that decides, or <c>manifest</c>.</param>
/// <param name="Reason">Why this account, in one sentence.</param>
/// <param name="TakesIt">Whether it could take the run at this moment.</param>
internal sealed record ExplainedPlacement(string Account, string Policy, string Reason, bool TakesIt);

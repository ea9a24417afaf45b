namespace Autobatch.Functions.Accounts.Changes;

/// <summary>How a change of an account ended.</summary>
/// <param name="Fault">Why it failed; null when it succeeded.</param>
/// <param name="Lost">Features that the account does without, as it is now.</param>
internal sealed record AccountChangeEnd(Fault? Fault, IReadOnlyList<LostFeature> Lost);

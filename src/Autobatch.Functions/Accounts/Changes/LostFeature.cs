namespace Autobatch.Functions.Accounts.Changes;

/// <summary>A feature that an account does without.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Reason">Why, with its mend.</param>
internal sealed record LostFeature(string Feature, string Reason);

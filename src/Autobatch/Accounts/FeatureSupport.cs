namespace Autobatch.Accounts;

/// <summary>Whether a feature works with an account, and why not.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Availability">Whether it works.</param>
/// <param name="Reason">Why it does not, or under which condition; null when it works.</param>
/// <param name="Mend">What would make it work; null when nothing is to be done.</param>
public sealed record FeatureSupport(StorageFeature Feature, Availability Availability, string? Reason = null, string? Mend = null);

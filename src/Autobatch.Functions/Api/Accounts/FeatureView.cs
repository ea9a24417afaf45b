namespace Autobatch.Functions.Api.Accounts;

/// <summary>Whether a feature works with the linked storage account.</summary>
/// <param name="Feature">applicationPackages, mounts, containersByName, sasUrls or identityUrls.</param>
/// <param name="State">works, conditional, lost or unknown.</param>
/// <param name="Reason">Why not, or under which condition; absent when it works.</param>
/// <param name="Mend">What would make it work.</param>
internal sealed record FeatureView(string Feature, string State, string? Reason, string? Mend);

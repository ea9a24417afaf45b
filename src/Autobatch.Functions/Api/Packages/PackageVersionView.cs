namespace Autobatch.Functions.Api.Packages;

/// <summary>One version of an application.</summary>
/// <param name="Version">The version.</param>
/// <param name="State"><c>Active</c> or <c>Pending</c>.</param>
/// <param name="Format"><c>zip</c> once it is active.</param>
/// <param name="LastActivatedOn">When it was last activated.</param>
/// <param name="Sha256">The zip's hash; null for a version that was made without us.</param>
/// <param name="ReplacedAt">When it last got other content under its name.</param>
/// <param name="Uses">Who needs it.</param>
/// <param name="WouldPrune">Whether pruning would delete it.</param>
/// <param name="KeptBecause">Why pruning would leave it.</param>
internal sealed record PackageVersionView(
    string Version,
    string State,
    string? Format,
    DateTimeOffset? LastActivatedOn,
    string? Sha256,
    DateTimeOffset? ReplacedAt,
    IReadOnlyList<string> Uses,
    bool WouldPrune,
    string? KeptBecause);

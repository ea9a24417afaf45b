namespace Autobatch.Functions.Packages.Catalog;

/// <summary>One version of an application.</summary>
/// <param name="Version">The version.</param>
/// <param name="State"><c>Active</c> or <c>Pending</c>.</param>
/// <param name="Format"><c>zip</c> once it is active.</param>
/// <param name="ActivatedAt">When it was last activated.</param>
/// <param name="Sha256">The zip's hash; null for a version that was made without us.</param>
/// <param name="ReplacedAt">When it last got other content under its name.</param>
/// <param name="Uses">Who needs it: <c>default</c>, <c>default.txt</c>, <c>pool {id}</c>, <c>pool definition {blob}</c>, <c>run {id}</c>.</param>
/// <param name="KeptBecause">Why pruning would leave it; null when pruning would delete it.</param>
internal sealed record CatalogVersion(
    string Version, string State, string? Format, DateTimeOffset? ActivatedAt, string? Sha256, DateTimeOffset? ReplacedAt, IReadOnlyList<string> Uses, string? KeptBecause)
{
    /// <summary>Whether pruning would delete it.</summary>
    public bool WouldPrune => KeptBecause is null;
}

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>Who needs which packages.</summary>
/// <param name="Uses">What was found.</param>
/// <param name="Unread">What could not be read, so that nothing can be said to be unused; null when everything was.</param>
internal sealed record KnownUses(IReadOnlyList<PackageUse> Uses, string? Unread);

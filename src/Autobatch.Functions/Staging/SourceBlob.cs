namespace Autobatch.Functions.Staging;

/// <summary>Which blob a version of a URL was copied to.</summary>
/// <param name="Version">The version.</param>
/// <param name="Name">The blob's name.</param>
internal sealed record SourceBlob(SourceVersion Version, string Name);

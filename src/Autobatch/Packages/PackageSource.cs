namespace Autobatch.Packages;

/// <summary>The blob that a manifest brings a package in: by container and name in the run's home, or by its URL in a configured storage account.</summary>
/// <param name="Container">The container; null when a URL tells the blob.</param>
/// <param name="BlobName">The blob's name; null when a URL tells the blob.</param>
/// <param name="Url">The blob's URL without a query; null when container and name tell it.</param>
/// <param name="Sha256">What the zip must hash to, as 64 lower-case hex digits; null when any content is taken.</param>
public sealed record PackageSource(string? Container, string? BlobName, Uri? Url, string? Sha256)
{
    /// <summary>As people read it.</summary>
    public override string ToString() => Url?.AbsoluteUri ?? $"{Container}/{BlobName}";
}

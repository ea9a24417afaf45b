using Autobatch.Packages;

namespace Autobatch.Functions.Packages.Fallback;

/// <summary>The packages that a run's tasks get as resource files in one account: written once, before its job is made there.</summary>
internal sealed record RunPackageFiles(IReadOnlyList<PackageFile> Files)
{
    /// <summary>The staged blob of a package; null when Batch brings it.</summary>
    public string? Find(PackageReference package) =>
        Files.FirstOrDefault(f => new PackageReference(f.ApplicationId, f.Version) == package)?.Sha256;
}

namespace Autobatch.Packages;

/// <summary>One entry of a manifest's <c>applications</c>.</summary>
/// <param name="Reference">The package, with its version.</param>
/// <param name="Source">The blob to register it from; null when it was dropped or registered before.</param>
/// <param name="MakeDefault">Whether the version becomes the application's default.</param>
/// <param name="FallsBack">Whether tasks may get the zip as a resource file where the account's storage gives no packages.</param>
/// <param name="Place">Where it stands in the manifest.</param>
public sealed record ManifestPackage(PackageReference Reference, PackageSource? Source, bool MakeDefault, bool FallsBack, string Place);

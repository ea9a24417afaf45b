using Autobatch.Functions.Packages.Sources;

namespace Autobatch.Functions.Runs;

/// <summary>One package version that a run was given.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Version">The exact version.</param>
/// <param name="ByDefault">Whether the manifest left the version to the application's default.</param>
/// <param name="Source">The zip that the manifest brings it in; null when it was dropped or registered before.</param>
/// <param name="MakeDefault">Whether the manifest makes the version the default.</param>
internal sealed record GivenPackage(string ApplicationId, string Version, bool ByDefault, PinnedSource? Source = null, bool MakeDefault = false);

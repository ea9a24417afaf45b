namespace Autobatch.Functions.Runs;

/// <summary>One package version that a run was given.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Version">The exact version.</param>
/// <param name="ByDefault">Whether the manifest left the version to the application's default.</param>
internal sealed record GivenPackage(string ApplicationId, string Version, bool ByDefault);

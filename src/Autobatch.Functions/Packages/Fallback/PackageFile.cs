namespace Autobatch.Functions.Packages.Fallback;

/// <summary>A package that tasks get as a resource file.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Version">The version.</param>
/// <param name="Sha256">The zip's hash, which is the staged blob's name.</param>
internal sealed record PackageFile(string ApplicationId, string Version, string Sha256);

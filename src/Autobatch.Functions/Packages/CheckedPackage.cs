namespace Autobatch.Functions.Packages;

/// <summary>A registration whose zip was read.</summary>
/// <param name="Input">The registration.</param>
/// <param name="Sha256">SHA-256 of the zip, as hex.</param>
internal sealed record CheckedPackage(PackageInput Input, string Sha256);

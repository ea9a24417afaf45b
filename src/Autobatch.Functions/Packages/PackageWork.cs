namespace Autobatch.Functions.Packages;

/// <summary>A registration whose version is reserved.</summary>
/// <param name="Input">The registration.</param>
/// <param name="Replaces">Whether other content was there under the version's name.</param>
internal sealed record PackageWork(PackageInput Input, bool Replaces);

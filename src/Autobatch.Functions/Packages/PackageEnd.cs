namespace Autobatch.Functions.Packages;

/// <summary>How a registration ended.</summary>
/// <param name="Input">The registration.</param>
/// <param name="Sha256">The zip's hash; null when it could not be read.</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
/// <param name="Undo">Whether a version was reserved, and perhaps half made, that must go.</param>
internal sealed record PackageEnd(PackageInput Input, string? Sha256, Fault? Fault = null, bool Undo = false);

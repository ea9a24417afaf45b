namespace Autobatch.Packages;

/// <summary>An application package that a run needs; names compare without regard to case (FACTS C.7).</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Version">The version; null asks for the application's default version.</param>
public sealed record PackageReference(string ApplicationId, string? Version)
{
    /// <summary>Reads a reference's <c>applicationId</c>: a pool names a package by its full ARM id (FACTS C.7), and the application is its last part.</summary>
    public static PackageReference Of(string applicationId, string? version)
    {
        ArgumentNullException.ThrowIfNull(applicationId);
        return new PackageReference(applicationId[(applicationId.LastIndexOf('/') + 1)..], version);
    }

    /// <inheritdoc/>
    public bool Equals(PackageReference? other) =>
        other is not null
        && string.Equals(ApplicationId, other.ApplicationId, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(
            StringComparer.OrdinalIgnoreCase.GetHashCode(ApplicationId),
            Version is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Version));

    /// <inheritdoc/>
    public override string ToString() => Version is null ? $"{ApplicationId} (default version)" : $"{ApplicationId} {Version}";
}

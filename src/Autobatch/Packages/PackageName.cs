using System.Buffers;

namespace Autobatch.Packages;

/// <summary>The name of a dropped application package, <c>{application}/{version}.zip</c> (rules of FACTS C.7).</summary>
/// <param name="ApplicationId">1 to 64 of letters, digits, underscore, hyphen.</param>
/// <param name="Version">1 to 64 of letters, digits, underscore, hyphen, dot; not starting with a dot.</param>
public sealed record PackageName(string ApplicationId, string Version)
{
    private const int MaxLength = 64;
    private const string Extension = ".zip";
    private static readonly SearchValues<char> s_name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> s_version = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>Reads a blob name below the packages container.</summary>
    /// <returns>The name, or what is wrong with it and how to mend that.</returns>
    public static PackageNameResult Parse(string blobName)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        string[] parts = blobName.Split('/');
        if (parts.Length != 2)
        {
            return Bad($"'{blobName}' has {parts.Length} path part{(parts.Length == 1 ? "" : "s")}; a package is dropped as {{application}}/{{version}}.zip.");
        }

        if (!parts[1].EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            return Bad($"'{blobName}' does not end in .zip; a package is dropped as {{application}}/{{version}}.zip.");
        }

        string application = parts[0];
        string version = parts[1][..^Extension.Length];
        return ApplicationIdError(application) is { } badApplication ? Bad($"'{blobName}': {badApplication}")
            : VersionError(version) is { } badVersion ? Bad($"'{blobName}': {badVersion}")
            : new PackageNameResult(new PackageName(application, version), null);
    }

    /// <summary>What is wrong with an application id; null when nothing is.</summary>
    public static string? ApplicationIdError(string applicationId)
    {
        ArgumentNullException.ThrowIfNull(applicationId);
        return applicationId.Length is 0 or > MaxLength || applicationId.AsSpan().ContainsAnyExcept(s_name)
            ? $"the application id '{applicationId}' must be 1 to {MaxLength} letters, digits, underscores or hyphens."
            : null;
    }

    /// <summary>What is wrong with a version; null when nothing is.</summary>
    public static string? VersionError(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Length is 0 or > MaxLength || version.AsSpan().ContainsAnyExcept(s_version)
                ? $"the version '{version}' must be 1 to {MaxLength} letters, digits, underscores, hyphens or dots."
            : version[0] == '.' ? $"the version '{version}' must not start with a dot."
            : null;
    }

    private static PackageNameResult Bad(string message) => new(null, message);
}

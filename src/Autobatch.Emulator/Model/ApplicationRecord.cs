namespace Autobatch.Emulator.Model;

/// <summary>An application with its packages.</summary>
internal sealed record ApplicationRecord
{
    public required string Id { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public string? DisplayName { get; init; }

    public bool AllowUpdates { get; init; } = true;

    public string? DefaultVersion { get; init; }

    /// <summary>Container on the autostorage account; one per application, opaque to clients.</summary>
    public required string Container { get; init; }

    /// <summary>Packages by version, ordered by version; versions differ by more than case.</summary>
    public IReadOnlyList<PackageRecord> Packages { get; init; } = [];

    public string ETag => $"W/\"{WireTime.ETag(LastModified)}\"";

    /// <summary>The package of a version, or null.</summary>
    public PackageRecord? Package(string version) =>
        Packages.FirstOrDefault(package => string.Equals(package.Version, version, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same application with one package added or replaced.</summary>
    public ApplicationRecord With(PackageRecord package) => this with
    {
        Packages =
        [
            .. Packages.Where(other => !string.Equals(other.Version, package.Version, StringComparison.OrdinalIgnoreCase))
                .Append(package).OrderBy(p => p.Version, StringComparer.OrdinalIgnoreCase),
        ],
    };

    /// <summary>The same application without a package; as the default version it is forgotten too (FACTS C.7).</summary>
    public ApplicationRecord Without(PackageRecord package) => this with
    {
        Packages = [.. Packages.Where(other => other != package)],
        DefaultVersion = string.Equals(DefaultVersion, package.Version, StringComparison.OrdinalIgnoreCase) ? null : DefaultVersion,
    };
}

/// <summary>One version of an application.</summary>
internal sealed record PackageRecord
{
    public required string Version { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Null while Pending.</summary>
    public string? Format { get; init; }

    public DateTimeOffset? LastActivationTime { get; init; }

    public bool Active => Format is not null;

    public string ETag => $"W/\"{WireTime.ETag(LastModified)}\"";
}

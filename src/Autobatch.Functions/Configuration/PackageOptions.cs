namespace Autobatch.Functions.Configuration;

/// <summary>Bounds of application packages (<c>Autobatch:Packages</c>).</summary>
internal sealed record PackageOptions
{
    public const string Section = "Autobatch:Packages";

    /// <summary>Largest zip, in bytes.</summary>
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Most entries of a zip.</summary>
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>Most bytes that a zip may unpack to.</summary>
    public long MaxUnpackedBytes { get; init; } = 20L * 1024 * 1024 * 1024;

    /// <summary>Most that a zip may grow by when it is unpacked; small zips are let off.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Whether changed content may take the place of a version's content; the application must allow it too.</summary>
    public bool AllowUpdates { get; init; }

    public PruneOptions Prune { get; init; } = new();
}

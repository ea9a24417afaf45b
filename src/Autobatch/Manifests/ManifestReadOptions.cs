namespace Autobatch.Manifests;

/// <summary>Bounds of what the reader takes.</summary>
public sealed record ManifestReadOptions
{
    /// <summary>The bounds that the app uses.</summary>
    public static ManifestReadOptions Default { get; } = new();

    /// <summary>Largest text, in bytes.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Deepest nesting of objects and arrays.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Most explicit tasks.</summary>
    public int MaxTasks { get; init; } = 10_000;

    /// <summary>Errors reported before the reader gives up.</summary>
    public int MaxErrors { get; init; } = 50;
}

namespace Autobatch.Batch;

/// <summary>A package that a pool's nodes have.</summary>
public sealed record ApplicationPackageReference
{
    /// <summary>The application's id, which may be its full ARM id (FACTS C.7).</summary>
    public string ApplicationId { get; init => field = value ?? ""; } = "";

    /// <summary>The version; null for the application's default.</summary>
    public string? Version { get; init; }
}

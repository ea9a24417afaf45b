namespace Autobatch.Planning;

/// <summary>How tasks get at the blobs of a container that the manifest names.</summary>
/// <param name="Url">The container's URL, with a credential unless there is an identity; null: Batch finds the container by its name.</param>
/// <param name="Identity">ARM id of the pool's identity that opens it; null for none.</param>
public sealed record ContainerAccess(string? Url, string? Identity)
{
    /// <summary>By its name in the autostorage account.</summary>
    public static ContainerAccess ByName { get; } = new(null, null);
}

namespace Autobatch.Emulator.Nodes;

/// <summary>What a node wants of a storage account.</summary>
/// <param name="Node">Who asks.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Container">Name of the container.</param>
/// <param name="Url">Container or blob; null is the linked storage account by its link.</param>
/// <param name="Identity">Resource id of the identity that opens the URL; null is none.</param>
/// <param name="Sent">When the body that has the URL was sent, so not later than its signature was made.</param>
internal sealed record StorageUse(NodePlace Node, StoragePurpose Purpose, string Container, Uri? Url = null, string? Identity = null, DateTimeOffset? Sent = null)
{
    /// <summary>Name of the storage account, as a mount gives it; null is that of the URL.</summary>
    public string? StorageAccount { get; init; }
}

/// <summary>What nodes do with storage accounts.</summary>
internal enum StoragePurpose
{
    ResourceFiles,
    OutputFiles,
    Packages,
    Mounts,
}

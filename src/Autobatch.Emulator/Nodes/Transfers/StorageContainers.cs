using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Clients for the containers that tasks name, by SAS or by an identity of the pool.</summary>
internal sealed class StorageContainers(IAutoStorage autoStorage, StorageTrust trust)
{
    private readonly BlobClientOptions _options = StorageOptions.For(trust);

    /// <summary>A container of the account's autostorage; null when no storage account is linked.</summary>
    public BlobContainerClient? AutoStorage(string account, string container) => autoStorage.For(account)?.GetBlobContainerClient(container);

    /// <summary>The container of a URL. An identity without a SAS opens every storage account that is known.</summary>
    /// <returns>Null when this is no http(s) URL of a container.</returns>
    public BlobContainerClient? FromUrl(string account, string url, bool identity)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")) return null;
        Uri container = StorageAddress.Addressable(parsed);
        BlobUriBuilder name;
        try
        {
            name = new BlobUriBuilder(container);
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            return null;
        }

        if (name.BlobContainerName.Length == 0 || name.BlobName.Length > 0) return null;
        return identity && parsed.Query.Length == 0 && autoStorage.At(account, container) is { } known
            ? known.GetBlobContainerClient(name.BlobContainerName)
            : new BlobContainerClient(container, _options);
    }

    /// <summary>A blob by its URL, for an identity without a SAS; null when it lies in no storage account that is known.</summary>
    public BlobClient? KnownBlob(string account, Uri url)
    {
        Uri blob = StorageAddress.Addressable(url);
        if (url.Query.Length > 0 || autoStorage.At(account, blob) is not { } known) return null;
        var name = new BlobUriBuilder(blob);
        return name.BlobName.Length == 0 ? null : known.GetBlobContainerClient(name.BlobContainerName).GetBlobClient(name.BlobName);
    }

    /// <summary>Why the node of a task may not use a container or blob of a URL; null when it may try.</summary>
    public StorageRefusal? Refusal(TaskLaunch launch, StoragePurpose purpose, Uri url, IdentityReference? identity) =>
        Refusal(launch.Place.Node, purpose, url, identity, launch.Sent);

    /// <summary>The same for what a node does by itself.</summary>
    public StorageRefusal? Refusal(NodePlace node, StoragePurpose purpose, Uri url, IdentityReference? identity, DateTimeOffset? sent = null) => autoStorage.Refusal(new(
        node, purpose, new BlobUriBuilder(StorageAddress.Addressable(url)).BlobContainerName, url, identity?.ResourceId, sent));

    /// <summary>The same for a container of the linked storage account.</summary>
    public StorageRefusal? Refusal(TaskLaunch launch, string container) => autoStorage.Refusal(new(launch.Place.Node, StoragePurpose.ResourceFiles, container));
}

using Autobatch.Emulator.Nodes.Mounts;
using Azure.Storage;
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

    /// <summary>One GET of a blob.</summary>
    public static async Task<Stream> OpenAsync(BlobClient blob, CancellationToken cancellationToken) =>
        (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value.Content;

    /// <summary>A blob by its URL, for an identity without a SAS; null when it lies in no storage account that is known.</summary>
    public BlobClient? KnownBlob(string account, Uri url)
    {
        Uri blob = StorageAddress.Addressable(url);
        if (url.Query.Length > 0 || autoStorage.At(account, blob) is not { } known) return null;
        var name = new BlobUriBuilder(blob);
        return name.BlobName.Length == 0 ? null : known.GetBlobContainerClient(name.BlobContainerName).GetBlobClient(name.BlobName);
    }

    /// <summary>The container of a mount, by its key, its SAS or an identity of the pool; null when its storage account is none that is known.</summary>
    /// <exception cref="FormatException">The key is no key.</exception>
    public BlobContainerClient? Mounted(string account, BlobMount mount)
    {
        if (autoStorage.Named(account, mount.AccountName)?.GetBlobContainerClient(mount.ContainerName) is not { } known) return null;
        var address = new BlobUriBuilder(StorageAddress.Addressable(known.Uri));
        return mount switch
        {
            { AccountKey: { } key } => new(address.ToUri(), new StorageSharedKeyCredential(address.AccountName, key), _options),
            { SasKey: { } sas } => new(new UriBuilder(address.ToUri()) { Query = sas }.Uri, _options),
            _ => known,
        };
    }

    /// <summary>Why a node may not use the container of a mount; null when it may try.</summary>
    public StorageRefusal? Refusal(NodePlace node, BlobMount mount, BlobContainerClient container) =>
        autoStorage.Refusal(new(node, StoragePurpose.Mounts, mount.ContainerName, container.Uri, mount.Identity?.ResourceId, mount.Sent) { StorageAccount = mount.AccountName });

    /// <summary>Why the node of a task may not use a container or blob of a URL; null when it may try.</summary>
    public StorageRefusal? Refusal(TaskLaunch launch, StoragePurpose purpose, Uri url, IdentityReference? identity) =>
        Refusal(launch.Place.Node, purpose, url, identity, launch.Sent);

    /// <summary>The same for what a node does by itself.</summary>
    public StorageRefusal? Refusal(NodePlace node, StoragePurpose purpose, Uri url, IdentityReference? identity, DateTimeOffset? sent = null) => autoStorage.Refusal(new(
        node, purpose, new BlobUriBuilder(StorageAddress.Addressable(url)).BlobContainerName, url, identity?.ResourceId, sent));

    /// <summary>The same for a container of the linked storage account.</summary>
    public StorageRefusal? Refusal(TaskLaunch launch, string container) => autoStorage.Refusal(new(launch.Place.Node, StoragePurpose.ResourceFiles, container));
}

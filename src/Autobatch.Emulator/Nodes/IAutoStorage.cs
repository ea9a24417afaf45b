using Autobatch.Emulator.Nodes.Transfers;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes;

/// <summary>The storage account that is linked to a Batch account, and others that its nodes may use.</summary>
internal interface IAutoStorage
{
    /// <summary>A client with full rights, or null when no storage account is linked. Clients are shared: do not dispose.</summary>
    BlobServiceClient? For(string account);

    /// <summary>The same for the storage account at a URL, which identities open; null when it is none that is known.</summary>
    BlobServiceClient? At(string account, Uri url) => For(account) is { } linked && StorageAddress.Holds(linked.Uri, url) ? linked : null;

    /// <summary>The same for the storage account of a name, as mounts give it.</summary>
    BlobServiceClient? Named(string account, string storageAccount) => For(account) is { } linked && linked.AccountName == storageAccount ? linked : null;

    /// <summary>Why a node may not do this, before anything is asked of Azurite; null when it may try.</summary>
    StorageRefusal? Refusal(StorageUse use) => null;
}

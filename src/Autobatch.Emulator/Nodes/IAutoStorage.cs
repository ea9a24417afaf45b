using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes;

/// <summary>The storage account that is linked to a Batch account.</summary>
internal interface IAutoStorage
{
    /// <summary>A client with full rights, or null when no storage account is linked. Clients are shared: do not dispose.</summary>
    BlobServiceClient? For(string account);
}

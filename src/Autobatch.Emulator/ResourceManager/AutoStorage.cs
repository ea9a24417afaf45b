using Autobatch.Emulator.Nodes;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Both well-known accounts are linked to one storage account.</summary>
internal sealed class AutoStorage(string connectionString) : IAutoStorage
{
    private readonly BlobServiceClient _client = new(connectionString);

    public BlobServiceClient? For(string account) => _client;
}

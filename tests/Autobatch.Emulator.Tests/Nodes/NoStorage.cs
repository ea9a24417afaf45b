using Autobatch.Emulator.Nodes;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Tests.Nodes;

/// <summary>An account without a linked storage account.</summary>
internal sealed class NoStorage : IAutoStorage
{
    public BlobServiceClient? For(string account) => null;
}

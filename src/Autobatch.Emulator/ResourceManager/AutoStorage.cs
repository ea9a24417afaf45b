using System.Collections.Concurrent;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The storage accounts that Batch accounts are linked to, on Azurite.</summary>
/// <param name="connectionString">Where the blobs of storage accounts are that name no connection string of their own.</param>
internal sealed class AutoStorage(string connectionString) : IAutoStorage
{
    private readonly ConcurrentDictionary<string, BlobServiceClient> _clients = new(StringComparer.Ordinal);

    /// <summary>Knows the links; set once the world is there.</summary>
    public World? World { get; set; }

    public BlobServiceClient? For(string account) =>
        World!.Accounts.GetValueOrDefault(account)?.Record.AutoStorage is { } link && World.StorageAccounts.TryGetValue(link.StorageAccount, out var storage)
            ? Client(storage.Options)
            : null;

    /// <summary>A client with the rights of the account's keys.</summary>
    public BlobServiceClient Client(EmulatedStorageAccount storage) => _clients.GetOrAdd(storage.ConnectionString ?? connectionString, text => new(text));
}

using System.Collections.Concurrent;
using Autobatch.Emulator.Access;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Transfers;
using Autobatch.Emulator.State;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The storage accounts that Batch accounts are linked to, on Azurite.</summary>
/// <param name="connectionString">Where the blobs of storage accounts are that name no connection string of their own.</param>
/// <param name="trust">Whom it trusts when they answer by https.</param>
internal sealed class AutoStorage(string connectionString, StorageTrust trust) : IAutoStorage
{
    private readonly ConcurrentDictionary<string, BlobServiceClient> _clients = new(StringComparer.Ordinal);
    private World? _world;

    /// <summary>Decides who may use them.</summary>
    public StorageAccess? Access { get; private set; }

    /// <summary>The links and the rules; set once the world is there.</summary>
    public void Attach(World world, FaultBook faults) => (_world, Access) = (world, new(world, faults, this));

    public BlobServiceClient? For(string account) => _world!.Accounts.GetValueOrDefault(account) is { } found && Linked(found) is { } linked ? Client(linked.Options) : null;

    public BlobServiceClient? At(string account, Uri url) => _world!.Accounts.GetValueOrDefault(account) is { } found && Locate(found, url) is { } located ? Client(located.Options) : null;

    public BlobServiceClient? Named(string account, string storageAccount) => Named(storageAccount) is { } found ? Client(found.Options) : null;

    public StorageRefusal? Refusal(StorageUse use) => Access!.Refusal(use);

    /// <summary>The storage account that a Batch account is linked to, or null.</summary>
    public StorageAccountRecord? Linked(AccountState account) =>
        account.Record.AutoStorage is { } link ? _world!.StorageAccounts.GetValueOrDefault(link.StorageAccount) : null;

    /// <summary>The storage account that a URL leads to. Where several are at one address, it is the linked one, or else the first by name.</summary>
    public StorageAccountRecord? Locate(AccountState account, Uri url) =>
        Linked(account) is { } linked && Holds(linked, url) ? linked : _world!.StorageAccounts.Values.Where(storage => Holds(storage, url)).MinBy(storage => storage.Name, StringComparer.Ordinal);

    /// <summary>The storage account of a name, or null.</summary>
    public StorageAccountRecord? Named(string name) => _world!.StorageAccounts.GetValueOrDefault(name);

    /// <summary>A client with the rights of the account's keys.</summary>
    public BlobServiceClient Client(EmulatedStorageAccount storage) => _clients.GetOrAdd(storage.ConnectionString ?? connectionString, text => new(text, StorageOptions.For(trust)));

    private bool Holds(StorageAccountRecord storage, Uri url) => StorageAddress.Holds(Client(storage.Options).Uri, url);
}

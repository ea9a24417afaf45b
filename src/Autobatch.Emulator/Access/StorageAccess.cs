using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.ResourceManager;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Access;

/// <summary>
/// Decides what Azurite cannot play, before a node asks it: rotated keys, firewalls, hierarchical namespaces and identities (FACTS D, R.7).
/// Rules of the fault document come first, so that a test can have each outcome without the circumstances.
/// </summary>
internal sealed class StorageAccess(World world, FaultBook faults, AutoStorage storage)
{
    /// <summary>Why the node may not do this; null when it may try.</summary>
    public StorageRefusal? Refusal(StorageUse use)
    {
        lock (world.Gate)
        {
            // A node that is gone asks for nothing that anybody sees.
            return world.Accounts.TryGetValue(use.Node.Account, out var account)
                && account.Pools.TryGetValue(use.Node.PoolId, out var pool)
                && pool.Nodes.TryGetValue(use.Node.NodeId, out var node)
                ? OfNode(account, node, use)
                : null;
        }
    }

    /// <summary>Why the Batch service itself cannot put packages into the linked storage account; null when it can. Under the gate.</summary>
    public StorageRefusal? RefusalOfPackages(AccountState account) => account.Record.AutoStorage is { } link && storage.Linked(account) is { } linked
        ? OfAccount(linked, StoragePurpose.Packages) ?? (link is { ByIdentity: false, KeysSince: null } ? Refusals.StaleKey : null)
        : null;

    private StorageRefusal? OfNode(AccountState account, NodeEntry node, StorageUse use)
    {
        if (faults.TakeTransferFailure(node, use.Purpose))
        {
            return Refusals.Broken;
        }

        var found = use.StorageAccount is { } name ? storage.Named(name) : use.Url is null ? storage.Linked(account) : storage.Locate(account, use.Url);
        if (found is not null && faults.TakeStorageRefusal(node, found.Name, use) is { } forced)
        {
            return Refusals.Of(forced);
        }

        if (use.Identity is { } identity && !HasIdentity(node.Pool, identity))
        {
            return Refusals.IdentityNotOnPool;
        }

        return found is null ? null : OfAccount(found, use.Purpose) ?? (use.Url is null ? OfLink(account.Record.AutoStorage!, node) : OfKey(found, use));
    }

    private static StorageRefusal? OfAccount(StorageAccountRecord storage, StoragePurpose purpose) =>
        storage.Options.Firewall ? Refusals.Firewall
        : storage.Options.IsHnsEnabled && purpose == StoragePurpose.Packages ? Refusals.HierarchicalNamespace
        : storage.Options.IsHnsEnabled && purpose == StoragePurpose.Mounts ? Refusals.HierarchicalMount
        : null;

    private static StorageRefusal? OfLink(AutoStorageLink link, NodeEntry node) => link switch
    {
        { ByIdentity: false } => link.KeysSince is { } since && node.Record.LastBootTime >= since ? null : Refusals.StaleKey,
        { NodeIdentity: null } => Refusals.IdentityNotSet,
        { NodeIdentity: { } identity } => HasIdentity(node.Pool, identity) ? null : Refusals.IdentityNotOnPool,
    };

    /// <summary>A SAS of an account key ends with the key, and a mount with the key that it has; which texts were made before, the time of the body tells. A SAS of a user's delegation key stays.</summary>
    private static StorageRefusal? OfKey(StorageAccountRecord storage, StorageUse use)
    {
        var (query, mount) = (use.Url!.Query, use.Purpose == StoragePurpose.Mounts);
        var byAccountKey = use.Identity is null && (mount || query.Contains("sig=", StringComparison.Ordinal)) && !query.Contains("skoid=", StringComparison.Ordinal);
        return !byAccountKey || !(use.Sent < storage.SigningKeyCreated) ? null : mount ? Refusals.StaleMount : Refusals.StaleSignature;
    }

    private static bool HasIdentity(PoolEntry pool, string identity) =>
        pool.Record.Identities.Contains(identity, StringComparer.OrdinalIgnoreCase);
}

using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>What a regenerated key1 means for the Batch accounts that are linked by keys. Under the gate.</summary>
internal static class StaleKeys
{
    /// <summary>All accounts that are linked to the storage account.</summary>
    public static void Mark(World world, StorageAccountRecord storage)
    {
        foreach (var account in world.Accounts.Values.Where(account => account.Record.AutoStorage?.StorageAccount == storage.Name).ToList())
        {
            Mark(world, account);
        }
    }

    /// <summary>One account: until it fetches the keys, and for nodes until they are booted after that.</summary>
    public static void Mark(World world, AccountState account)
    {
        if (account.Record.AutoStorage is { ByIdentity: false } link)
        {
            world.Put(account, account.Record with { AutoStorage = link with { KeysSince = null } });
        }
    }
}

using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>The accounts that the options give to a new emulator.</summary>
internal static class FirstAccounts
{
    /// <summary>Batch accounts.</summary>
    public static IEnumerable<AccountState> Of(EmulatorOptions options) => options.Accounts.Select(account => new AccountState(new()
    {
        Name = account.Name,
        Location = account.Location,
        ResourceGroup = account.ResourceGroup,
        LastModified = DateTimeOffset.UnixEpoch,
        PrimaryKey = account.PrimaryKey,
        SecondaryKey = account.SecondaryKey,
        IdentityType = options.AutoStorageByIdentity ? "SystemAssigned" : "None",
        AutoStorage = account.StorageAccount is { } storage
            ? new(storage, options.AutoStorageByIdentity, options.AutoStorageByIdentity ? WellKnown.NodeIdentity : null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)
            : null,
    })
    {
        Quotas = options.Quotas,
    });

    /// <summary>Storage accounts, the well-known one first unless the options describe it themselves.</summary>
    public static IEnumerable<StorageAccountRecord> StorageOf(EmulatorOptions options)
    {
        var own = options.StorageAccounts.Any(storage => storage.Name == WellKnown.StorageAccount);
        return (own ? options.StorageAccounts : options.StorageAccounts.Prepend(new() { Name = WellKnown.StorageAccount }))
            .Select(storage => new StorageAccountRecord(storage, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
    }
}

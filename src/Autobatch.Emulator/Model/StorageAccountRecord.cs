namespace Autobatch.Emulator.Model;

/// <summary>A storage account as Resource Manager knows it.</summary>
/// <param name="Options">What never changes.</param>
/// <param name="Key1Created">When key1 was made or regenerated.</param>
/// <param name="Key2Created">The same of key2.</param>
internal sealed record StorageAccountRecord(EmulatedStorageAccount Options, DateTimeOffset Key1Created, DateTimeOffset Key2Created)
{
    /// <summary>When the key that clients sign their SAS with was made or regenerated.</summary>
    public DateTimeOffset SigningKeyCreated => Options.SasKey == "key2" ? Key2Created : Key1Created;

    public string Name => Options.Name;

    public string Id =>
        $"/subscriptions/{WellKnown.SubscriptionId}/resourceGroups/{Options.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/{Options.Name}";
}

/// <summary>When the keys of a storage account were made; what of it is kept.</summary>
internal sealed record StorageKeyTimes(DateTimeOffset Key1, DateTimeOffset Key2);

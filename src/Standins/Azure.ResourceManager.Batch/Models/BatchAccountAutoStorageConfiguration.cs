using Azure.Core;

namespace Azure.ResourceManager.Batch.Models;

/// <summary>The autostorage account of a Batch account.</summary>
public class BatchAccountAutoStorageConfiguration : BatchAccountAutoStorageBaseConfiguration
{
    /// <param name="storageAccountId">The storage account's ARM id.</param>
    /// <param name="lastKeySyncedOn">When Batch last read the storage account's keys.</param>
    public BatchAccountAutoStorageConfiguration(ResourceIdentifier storageAccountId, DateTimeOffset lastKeySyncedOn)
        : base(storageAccountId) => LastKeySyncedOn = lastKeySyncedOn;

    internal BatchAccountAutoStorageConfiguration(AccountBody.AutoStorageBody body)
        : this(new ResourceIdentifier(body.StorageAccountId!), body.LastKeySync)
    {
        AuthenticationMode = body.AuthenticationMode;
        NodeIdentityResourceId = body.NodeIdentityReference?.ResourceId is { } id ? new ResourceIdentifier(id) : null;
    }

    /// <summary>When Batch last read the storage account's keys.</summary>
    public DateTimeOffset LastKeySyncedOn { get; set; }
}

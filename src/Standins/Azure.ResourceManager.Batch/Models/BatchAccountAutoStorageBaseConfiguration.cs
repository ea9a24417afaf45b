using Azure.Core;

namespace Azure.ResourceManager.Batch.Models;

/// <summary>Which storage account is linked, and how Batch gets into it.</summary>
public class BatchAccountAutoStorageBaseConfiguration
{
    /// <param name="storageAccountId">The storage account's ARM id.</param>
    public BatchAccountAutoStorageBaseConfiguration(ResourceIdentifier storageAccountId)
    {
        ArgumentNullException.ThrowIfNull(storageAccountId);
        StorageAccountId = storageAccountId;
    }

    /// <summary>The storage account's ARM id.</summary>
    public ResourceIdentifier StorageAccountId { get; set; }

    /// <summary>By the storage account's keys, unless said otherwise.</summary>
    public BatchAutoStorageAuthenticationMode? AuthenticationMode { get; set; }

    /// <summary>The user-assigned identity with which nodes get into it.</summary>
    public ResourceIdentifier? NodeIdentityResourceId { get; set; }
}

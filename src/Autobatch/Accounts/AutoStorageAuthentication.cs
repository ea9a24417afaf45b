namespace Autobatch.Accounts;

/// <summary>How Batch gets into the autostorage account.</summary>
public enum AutoStorageAuthentication
{
    /// <summary>By the storage account's keys, which Batch copied when they were last synchronised.</summary>
    StorageKeys,

    /// <summary>By the Batch account's managed identity; nodes use an identity of their own.</summary>
    BatchAccountManagedIdentity,
}

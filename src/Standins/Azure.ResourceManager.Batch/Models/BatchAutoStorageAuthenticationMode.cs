namespace Azure.ResourceManager.Batch.Models;

/// <summary>How Batch gets into its autostorage account.</summary>
public enum BatchAutoStorageAuthenticationMode
{
    StorageKeys = 0,
    BatchAccountManagedIdentity = 1,
}

namespace Autobatch.Accounts;

/// <summary>What runs get from the storage account that is linked to a Batch account.</summary>
public enum StorageFeature
{
    /// <summary>Zips that nodes unpack before a task.</summary>
    ApplicationPackages,

    /// <summary>Containers and file shares mounted as a file system of nodes.</summary>
    Mounts,

    /// <summary>Resource files by <c>autoStorageContainerName</c>, without a SAS.</summary>
    ContainersByName,

    /// <summary>Resource and output files by a URL with a SAS.</summary>
    SasUrls,

    /// <summary>Resource and output files by a URL and the identity of the node.</summary>
    IdentityUrls,
}

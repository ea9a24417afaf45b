namespace Autobatch.Emulator;

/// <summary>A storage account as Resource Manager shows it; its blobs are on Azurite.</summary>
public sealed record EmulatedStorageAccount
{
    /// <summary>Name: 3 to 24 lower-case letters and digits.</summary>
    public required string Name { get; init; }

    /// <summary>Region.</summary>
    public string Location { get; init; } = "local1";

    /// <summary>Resource group; it exists by being named.</summary>
    public string ResourceGroup { get; init; } = WellKnown.ResourceGroup;

    /// <summary>StorageV2, Storage (general purpose v1) or BlobStorage.</summary>
    public string Kind { get; init; } = "StorageV2";

    /// <summary>Name of the sku, such as Standard_LRS.</summary>
    public string Sku { get; init; } = "Standard_LRS";

    /// <summary>Whether it has a hierarchical namespace.</summary>
    public bool IsHnsEnabled { get; init; }

    /// <summary>Whether its firewall denies what is not allowed (networkAcls.defaultAction Deny).</summary>
    public bool Firewall { get; init; }

    /// <summary>Which key the SAS of tasks are signed with: key1 or key2. Both have one text here, so that it cannot be seen.</summary>
    public string SasKey { get; init; } = "key1";

    /// <summary>Connection string of the Azurite account that holds its blobs; null is the emulator's own storage.</summary>
    public string? ConnectionString { get; init; }
}

namespace Autobatch.Emulator;

/// <summary>A storage account as Resource Manager shows it, its blobs on Azurite; in the file of --accounts it looks the same.</summary>
/// <param name="Name">3 to 24 lower-case letters and digits. Required.</param>
/// <param name="Location">Region.</param>
/// <param name="ResourceGroup">Resource group; it exists by being named.</param>
/// <param name="Kind">StorageV2, Storage (general purpose v1) or BlobStorage.</param>
/// <param name="Sku">Name of the sku, such as Standard_LRS.</param>
/// <param name="IsHnsEnabled">Whether it has a hierarchical namespace.</param>
/// <param name="Firewall">Whether its firewall denies what is not allowed (networkAcls.defaultAction Deny).</param>
/// <param name="SasKey">Which key the SAS of tasks are signed with, key1 or key2. Both have one text here, so that it cannot be seen.</param>
/// <param name="ConnectionString">Connection string of the Azurite account that holds its blobs; null is the emulator's own storage.</param>
public sealed record EmulatedStorageAccount(
    string Name = "",
    string Location = "local1",
    string ResourceGroup = WellKnown.ResourceGroup,
    string Kind = "StorageV2",
    string Sku = "Standard_LRS",
    bool IsHnsEnabled = false,
    bool Firewall = false,
    string SasKey = "key1",
    string? ConnectionString = null);

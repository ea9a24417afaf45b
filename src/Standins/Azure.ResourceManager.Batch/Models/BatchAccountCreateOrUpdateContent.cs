using Azure.Core;
using Azure.ResourceManager.Models;

namespace Azure.ResourceManager.Batch.Models;

/// <summary>An account to be made.</summary>
public class BatchAccountCreateOrUpdateContent
{
    /// <param name="location">The region.</param>
    public BatchAccountCreateOrUpdateContent(AzureLocation location) => Location = location;

    /// <summary>The region.</summary>
    public AzureLocation Location { get; }

    /// <summary>Tags.</summary>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();

    /// <summary>The account's own identity.</summary>
    public ManagedServiceIdentity? Identity { get; set; }

    /// <summary>The storage account to link; null links none.</summary>
    public BatchAccountAutoStorageBaseConfiguration? AutoStorage { get; set; }

    /// <summary>In whose subscription nodes are made; Batch's own unless said otherwise.</summary>
    public BatchAccountPoolAllocationMode? PoolAllocationMode { get; set; }

    /// <summary>The vault that goes with nodes in the user's subscription.</summary>
    public BatchKeyVaultReference? KeyVaultReference { get; set; }

    /// <summary>Whether the data plane is reachable from outside.</summary>
    public BatchPublicNetworkAccess? PublicNetworkAccess { get; set; }

    /// <summary>How the data plane lets callers in; null for all modes.</summary>
    public IList<BatchAuthenticationMode>? AllowedAuthenticationModes { get; set; }
}

using Azure.ResourceManager.Models;

namespace Azure.ResourceManager.Batch.Models;

/// <summary>What is to change of an account; null stays as it is.</summary>
public class BatchAccountPatch
{
    /// <summary>Tags; they replace those before, and none stay as they are.</summary>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();

    /// <summary>The account's own identity.</summary>
    public ManagedServiceIdentity? Identity { get; set; }

    /// <summary>The storage account to link.</summary>
    public BatchAccountAutoStorageBaseConfiguration? AutoStorage { get; set; }

    /// <summary>Whether the data plane is reachable from outside.</summary>
    public BatchPublicNetworkAccess? PublicNetworkAccess { get; set; }

    /// <summary>How the data plane lets callers in.</summary>
    public IList<BatchAuthenticationMode>? AllowedAuthenticationModes { get; set; }
}

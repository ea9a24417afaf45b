using Azure.Core;

namespace Azure.ResourceManager.Batch.Models;

/// <summary>The Key Vault of an account that makes its nodes in the user's subscription.</summary>
public class BatchKeyVaultReference
{
    /// <param name="id">The vault's ARM id.</param>
    /// <param name="uri">The vault's address.</param>
    public BatchKeyVaultReference(ResourceIdentifier id, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(uri);
        Id = id;
        Uri = uri;
    }

    /// <summary>The vault's ARM id.</summary>
    public ResourceIdentifier Id { get; set; }

    /// <summary>The vault's address.</summary>
    public Uri Uri { get; set; }
}

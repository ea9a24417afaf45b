using Azure.Core;
using Azure.ResourceManager.Resources;

namespace Azure.ResourceManager.Batch;

/// <summary>The doors from an <see cref="ArmClient"/> to Batch resources.</summary>
public static class BatchExtensions
{
    /// <summary>The account of that id, without asking for it; no data yet.</summary>
    public static BatchAccountResource GetBatchAccountResource(this ArmClient client, ResourceIdentifier id)
    {
        ArgumentNullException.ThrowIfNull(client);
        BatchAccountResource.ValidateResourceId(id);
        return new BatchAccountResource(client, id);
    }

    /// <summary>The accounts of the resource group, without asking for it.</summary>
    public static BatchAccountCollection GetBatchAccounts(this ResourceGroupResource resourceGroupResource)
    {
        ArgumentNullException.ThrowIfNull(resourceGroupResource);
        return resourceGroupResource.GetCachedClient(client => new BatchAccountCollection(client, resourceGroupResource.Id));
    }

    /// <summary>The application of that id, without asking for it; no data yet.</summary>
    public static BatchApplicationResource GetBatchApplicationResource(this ArmClient client, ResourceIdentifier id)
    {
        ArgumentNullException.ThrowIfNull(client);
        BatchApplicationResource.ValidateResourceId(id);
        return new BatchApplicationResource(client, id);
    }

    /// <summary>The application package of that id, without asking for it; no data yet.</summary>
    public static BatchApplicationPackageResource GetBatchApplicationPackageResource(this ArmClient client, ResourceIdentifier id)
    {
        ArgumentNullException.ThrowIfNull(client);
        BatchApplicationPackageResource.ValidateResourceId(id);
        return new BatchApplicationPackageResource(client, id);
    }
}

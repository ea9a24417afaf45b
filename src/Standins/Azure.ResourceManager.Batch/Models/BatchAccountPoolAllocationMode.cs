namespace Azure.ResourceManager.Batch.Models;

/// <summary>In whose subscription nodes are made.</summary>
public enum BatchAccountPoolAllocationMode
{
    BatchService = 0,
    UserSubscription = 1,
}

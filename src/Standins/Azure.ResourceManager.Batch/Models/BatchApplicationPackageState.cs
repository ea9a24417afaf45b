namespace Azure.ResourceManager.Batch.Models;

/// <summary>Whether a version can be used on nodes.</summary>
public enum BatchApplicationPackageState
{
    Pending = 0,
    Active = 1,
}

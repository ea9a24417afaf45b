namespace Azure.ResourceManager.Batch.Models;

/// <summary>Whether the data plane is reachable from outside.</summary>
public enum BatchPublicNetworkAccess
{
    Enabled = 0,
    Disabled = 1,
    SecuredByPerimeter = 2,
}

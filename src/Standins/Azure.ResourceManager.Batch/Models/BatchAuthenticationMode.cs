namespace Azure.ResourceManager.Batch.Models;

/// <summary>How the data plane lets a caller in.</summary>
public enum BatchAuthenticationMode
{
    SharedKey = 0,
    Aad = 1,
    TaskAuthenticationToken = 2,
}

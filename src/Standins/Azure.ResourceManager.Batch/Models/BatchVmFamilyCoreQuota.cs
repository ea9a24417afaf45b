namespace Azure.ResourceManager.Batch.Models;

/// <summary>Dedicated cores that one VM family may have.</summary>
public class BatchVmFamilyCoreQuota
{
    internal BatchVmFamilyCoreQuota(string? name, int? coreQuota)
    {
        Name = name;
        CoreQuota = coreQuota;
    }

    /// <summary>The family.</summary>
    public string? Name { get; }

    /// <summary>Its cores.</summary>
    public int? CoreQuota { get; }
}

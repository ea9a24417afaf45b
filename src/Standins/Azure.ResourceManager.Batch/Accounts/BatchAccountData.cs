using System.Text.Json;
using Azure.Core;
using Azure.ResourceManager.Batch.Models;
using Azure.ResourceManager.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>A Batch account as ARM shows it.</summary>
public class BatchAccountData : ResourceData
{
    internal BatchAccountData(AccountBody body, ResourceIdentifier asked)
        : base(body.Id is null ? asked : new ResourceIdentifier(body.Id), body.Name ?? asked.Name, BatchAccountResource.ResourceType, null)
    {
        AccountBody.AccountProperties? properties = body.Properties;
        Location = body.Location is null ? null : new AzureLocation(body.Location);
        Identity = IdentityOf(body.Identity);
        Tags = body.Tags ?? new Dictionary<string, string>();
        AccountEndpoint = properties?.AccountEndpoint;
        NodeManagementEndpoint = properties?.NodeManagementEndpoint;
        ProvisioningState = properties?.ProvisioningState is { } state ? new BatchProvisioningState(state) : default(BatchProvisioningState?);
        PoolAllocationMode = properties?.PoolAllocationMode;
        PublicNetworkAccess = properties?.PublicNetworkAccess;
        AutoStorage = properties?.AutoStorage is { StorageAccountId.Length: > 0 } storage ? new BatchAccountAutoStorageConfiguration(storage) : null;
        DedicatedCoreQuota = properties?.DedicatedCoreQuota;
        LowPriorityCoreQuota = properties?.LowPriorityCoreQuota;
        IsDedicatedCoreQuotaPerVmFamilyEnforced = properties?.DedicatedCoreQuotaPerVMFamilyEnforced;
        DedicatedCoreQuotaPerVmFamily = [.. properties?.DedicatedCoreQuotaPerVMFamily?.Select(f => new BatchVmFamilyCoreQuota(f.Name, f.CoreQuota)) ?? []];
        KeyVaultReference = properties?.KeyVaultReference is { Id: { } vault, Url: { } url } ? new BatchKeyVaultReference(new ResourceIdentifier(vault), new Uri(url)) : null;
        PoolQuota = properties?.PoolQuota;
        ActiveJobAndJobScheduleQuota = properties?.ActiveJobAndJobScheduleQuota;
        AllowedAuthenticationModes = properties?.AllowedAuthenticationModes ?? [];
    }

    /// <summary>The region.</summary>
    public AzureLocation? Location { get; set; }

    /// <summary>The account's own identity; null when the answer names none.</summary>
    public ManagedServiceIdentity? Identity { get; set; }

    /// <summary>The account's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The host name of the data plane, <b>without a scheme</b>.</summary>
    public string? AccountEndpoint { get; }

    /// <summary>The host name that nodes of simplified communication use.</summary>
    public string? NodeManagementEndpoint { get; }

    /// <summary>Whether the account is ready.</summary>
    public BatchProvisioningState? ProvisioningState { get; }

    /// <summary>In whose subscription the nodes are made.</summary>
    public BatchAccountPoolAllocationMode? PoolAllocationMode { get; }

    /// <summary>Whether the data plane is reachable from outside.</summary>
    public BatchPublicNetworkAccess? PublicNetworkAccess { get; set; }

    /// <summary>The linked storage account; null when none is linked.</summary>
    public BatchAccountAutoStorageConfiguration? AutoStorage { get; }

    /// <summary>Dedicated cores that all pools may have together.</summary>
    public int? DedicatedCoreQuota { get; }

    /// <summary>Spot and low-priority cores that all pools may have together.</summary>
    public int? LowPriorityCoreQuota { get; }

    /// <summary>Whether quotas of single VM families hold.</summary>
    public bool? IsDedicatedCoreQuotaPerVmFamilyEnforced { get; }

    /// <summary>Dedicated cores by VM family.</summary>
    public IReadOnlyList<BatchVmFamilyCoreQuota> DedicatedCoreQuotaPerVmFamily { get; }

    /// <summary>The vault that goes with nodes in the user's subscription; null without one.</summary>
    public BatchKeyVaultReference? KeyVaultReference { get; }

    /// <summary>Pools that the account may have.</summary>
    public int? PoolQuota { get; }

    /// <summary>Active jobs and job schedules that the account may have together.</summary>
    public int? ActiveJobAndJobScheduleQuota { get; }

    /// <summary>How the data plane lets callers in.</summary>
    public IReadOnlyList<BatchAuthenticationMode> AllowedAuthenticationModes { get; }

    private static ManagedServiceIdentity? IdentityOf(JsonElement? identity) =>
        identity is { ValueKind: JsonValueKind.Object } given ? given.Deserialize<ManagedServiceIdentity>() : null;
}

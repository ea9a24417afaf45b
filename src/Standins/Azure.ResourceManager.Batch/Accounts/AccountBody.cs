using System.Text.Json;
using Azure.ResourceManager.Batch.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>A Batch account on the wire.</summary>
internal sealed record AccountBody(
    string? Id, string? Name, string? Type, string? Location, JsonElement? Identity, IReadOnlyDictionary<string, string>? Tags, AccountBody.AccountProperties? Properties)
{
    internal sealed record AccountProperties(
        string? AccountEndpoint,
        string? NodeManagementEndpoint,
        string? ProvisioningState,
        BatchAccountPoolAllocationMode? PoolAllocationMode,
        BatchPublicNetworkAccess? PublicNetworkAccess,
        AutoStorageBody? AutoStorage,
        int? DedicatedCoreQuota,
        int? LowPriorityCoreQuota,
        bool? DedicatedCoreQuotaPerVMFamilyEnforced,
        IReadOnlyList<FamilyBody>? DedicatedCoreQuotaPerVMFamily,
        VaultBody? KeyVaultReference,
        int? PoolQuota,
        int? ActiveJobAndJobScheduleQuota,
        IReadOnlyList<BatchAuthenticationMode>? AllowedAuthenticationModes);

    internal sealed record AutoStorageBody(
        string? StorageAccountId, DateTimeOffset LastKeySync, BatchAutoStorageAuthenticationMode? AuthenticationMode, NodeIdentityBody? NodeIdentityReference);

    internal sealed record FamilyBody(string? Name, int? CoreQuota);

    internal sealed record VaultBody(string? Id, string? Url);

    internal sealed record NodeIdentityBody(string? ResourceId);
}

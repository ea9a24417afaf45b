using System.Globalization;
using System.Text.Json;
using Autobatch.Accounts;
using Azure.Core;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;

namespace Autobatch.Functions.Accounts.Facts;

/// <summary>Turns what Resource Manager answers into facts.</summary>
internal static class FactsReading
{
    /// <summary>The facts of an account, all but those of its storage account.</summary>
    public static BatchAccountFacts Of(BatchAccountFacts nothing, BatchAccountData data, string? etag) => nothing with
    {
        Region = data.Location?.Name,
        ProvisioningState = data.ProvisioningState?.ToString(),
        Endpoint = data.AccountEndpoint,
        PoolAllocation = data.PoolAllocationMode switch
        {
            BatchAccountPoolAllocationMode.BatchService => PoolAllocation.BatchService,
            BatchAccountPoolAllocationMode.UserSubscription => PoolAllocation.UserSubscription,
            _ => null,
        },
        AuthenticationModes = [.. data.AllowedAuthenticationModes?.Select(NameOf) ?? []],
        PublicNetworkAccess = data.PublicNetworkAccess?.ToString(),
        KeyVault = data.KeyVaultReference?.Id.ToString(),
        IdentityType = data.Identity?.ManagedServiceIdentityType.ToString(),
        UserIdentities = [.. data.Identity?.UserAssignedIdentities.Keys.Select(k => k.ToString()) ?? []],
        Link = LinkOf(data.AutoStorage),
        Quotas = new AccountQuotas(
            data.PoolQuota,
            data.ActiveJobAndJobScheduleQuota,
            data.DedicatedCoreQuota,
            data.LowPriorityCoreQuota,
            FamiliesOf(data.DedicatedCoreQuotaPerVmFamily),
            data.IsDedicatedCoreQuotaPerVmFamilyEnforced == true),
        ETag = etag,
    };

    /// <summary>The facts of a storage account, from its JSON in Resource Manager.</summary>
    public static StorageFacts OfStorage(string id, JsonElement account)
    {
        string? kind = Text(account, "kind");
        JsonElement properties = Inner(account, "properties");
        return new StorageFacts
        {
            Id = id,
            Kind = kind switch
            {
                "StorageV2" => StorageKind.GeneralPurposeV2,
                "Storage" => StorageKind.GeneralPurposeV1,
                "BlobStorage" => StorageKind.LegacyBlob,
                "BlockBlobStorage" => StorageKind.PremiumBlockBlob,
                "FileStorage" => StorageKind.PremiumFile,
                _ => StorageKind.Unknown,
            },
            KindName = kind,
            Region = Text(account, "location"),
            IsHierarchical = Inner(properties, "isHnsEnabled").ValueKind == JsonValueKind.True,
            IsFirewalled = Text(Inner(properties, "networkAcls"), "defaultAction") is "Deny" || Text(properties, "publicNetworkAccess") is "Disabled" or "SecuredByPerimeter",
            AllowsKeys = Inner(properties, "allowSharedKeyAccess").ValueKind != JsonValueKind.False,
            KeysCreated = KeysOf(Inner(properties, "keyCreationTime")),
            BlobEndpoint = Text(Inner(properties, "primaryEndpoints"), "blob"),
        };
    }

    private static AutoStorageLink? LinkOf(BatchAccountAutoStorageConfiguration? link) => link is null ? null : new AutoStorageLink(
        link.StorageAccountId.ToString(),
        link.StorageAccountId.Name,
        link.AuthenticationMode == BatchAutoStorageAuthenticationMode.BatchAccountManagedIdentity
            ? AutoStorageAuthentication.BatchAccountManagedIdentity
            : AutoStorageAuthentication.StorageKeys,
        link.NodeIdentityResourceId?.ToString(),
        link.LastKeySyncedOn);

    private static string NameOf(BatchAuthenticationMode mode) => mode == BatchAuthenticationMode.Aad ? "AAD" : mode.ToString();

    private static Dictionary<string, int> FamiliesOf(IReadOnlyList<BatchVmFamilyCoreQuota>? families)
    {
        Dictionary<string, int> cores = new(StringComparer.OrdinalIgnoreCase);
        foreach (BatchVmFamilyCoreQuota family in families ?? [])
        {
            if (family is { Name: { } name, CoreQuota: { } quota })
            {
                cores[name] = quota;
            }
        }

        return cores;
    }

    private static Dictionary<string, DateTimeOffset> KeysOf(JsonElement times)
    {
        Dictionary<string, DateTimeOffset> created = [];
        if (times.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty key in times.EnumerateObject())
            {
                if (key.Value.ValueKind == JsonValueKind.String
                    && DateTimeOffset.TryParse(key.Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
                {
                    created[key.Name] = at;
                }
            }
        }

        return created;
    }

    private static JsonElement Inner(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? Text(JsonElement parent, string name) =>
        Inner(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}

using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>How an account is shown (FACTS D).</summary>
internal static class AccountShape
{
    public static Reply Reply(Call call, AccountState account) => new() { ETag = account.Record.ETag, Json = writer => Write(writer, call, account) };

    public static void Write(Utf8JsonWriter writer, Call call, AccountState account)
    {
        var record = account.Record;
        writer.WriteStartObject();
        writer.WriteString("id", Scope.Id(account));
        writer.WriteString("name", record.Name);
        writer.WriteString("type", "Microsoft.Batch/batchAccounts");
        writer.WriteString("location", record.Location);
        IdentityRules.Write(writer, record.IdentityType, record.UserIdentities);
        writer.WriteStartObject("tags");
        foreach (var (name, value) in record.Tags)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        WriteProperties(writer, call, account);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, Call call, AccountState account)
    {
        var (record, quotas) = (account.Record, account.Quotas);
        writer.WriteString("accountEndpoint", $"{call.Services.Urls.Https!.Authority}/{record.Name}");
        writer.WriteString("nodeManagementEndpoint", $"{call.Services.Urls.Https.Authority}/{record.Name}");
        writer.WriteString("provisioningState", record.ProvisioningState(call.Services.Options.TimeProvider.GetUtcNow()));
        writer.WriteString("poolAllocationMode", record.UserSubscription ? "UserSubscription" : "BatchService");
        if (record.KeyVault is { } vault)
        {
            writer.WriteStartObject("keyVaultReference");
            writer.WriteString("id", vault.Id);
            writer.WriteString("url", vault.Url);
            writer.WriteEndObject();
        }

        writer.WriteString("publicNetworkAccess", record.PublicNetworkAccess);
        writer.WriteStartArray("privateEndpointConnections");
        writer.WriteEndArray();
        if (record.AutoStorage is { } link && call.World.StorageAccounts.TryGetValue(link.StorageAccount, out var storage))
        {
            WriteAutoStorage(writer, link, storage);
        }

        writer.WriteStartObject("encryption");
        writer.WriteString("keySource", "Microsoft.Batch");
        writer.WriteEndObject();
        if (!record.UserSubscription)
        {
            writer.WriteNumber("dedicatedCoreQuota", quotas.DedicatedCores);
            writer.WriteStartArray("dedicatedCoreQuotaPerVMFamily");
            writer.WriteEndArray();
            writer.WriteBoolean("dedicatedCoreQuotaPerVMFamilyEnforced", false);
            writer.WriteNumber("lowPriorityCoreQuota", quotas.LowPriorityCores);
        }

        writer.WriteNumber("poolQuota", quotas.Pools);
        writer.WriteNumber("activeJobAndJobScheduleQuota", quotas.ActiveJobsAndJobSchedules);
        writer.WriteStartArray("allowedAuthenticationModes");
        foreach (var mode in record.AuthenticationModes)
        {
            writer.WriteStringValue(mode);
        }

        writer.WriteEndArray();
    }

    private static void WriteAutoStorage(Utf8JsonWriter writer, AutoStorageLink link, StorageAccountRecord storage)
    {
        writer.WriteStartObject("autoStorage");
        writer.WriteString("storageAccountId", storage.Id);
        writer.WriteString("lastKeySync", WireTime.Format(link.LastKeySync));
        writer.WriteString("authenticationMode", link.ByIdentity ? "BatchAccountManagedIdentity" : "StorageKeys");
        if (link.NodeIdentity is { } identity)
        {
            writer.WriteStartObject("nodeIdentityReference");
            writer.WriteString("resourceId", identity);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

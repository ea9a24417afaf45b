using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of batchAccounts (FACTS D).</summary>
internal static class AccountOperations
{
    private static readonly string[] s_authenticationModes = ["SharedKey", "AAD", "TaskAuthenticationToken"];

    public static ValueTask<Reply> Get(Call call)
    {
        var account = Scope.Account(call);
        return new(Reply.Of(writer => Write(writer, call, account)));
    }

    public static ValueTask<Reply> List(Call call) => new(Reply.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("value");
        foreach (var account in call.World.Accounts.Values.OrderBy(account => account.Name, StringComparer.Ordinal))
        {
            Write(writer, call, account);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    public static ValueTask<Reply> ListKeys(Call call)
    {
        var account = Scope.Account(call);
        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("accountName", account.Name);
            writer.WriteString("primary", WellKnown.AccountKey);
            writer.WriteString("secondary", WellKnown.AccountKey);
            writer.WriteEndObject();
        }));
    }

    /// <summary>The keys of Azurite never change, so there is nothing to fetch: only the time moves.</summary>
    public static ValueTask<Reply> SyncAutoStorageKeys(Call call)
    {
        var account = Scope.Account(call);
        lock (call.World.Gate)
        {
            account.LastKeySync = call.World.Now();
        }

        return new(Reply.Empty);
    }

    private static void Write(Utf8JsonWriter writer, Call call, AccountState account)
    {
        var quotas = account.Quotas;
        writer.WriteStartObject();
        writer.WriteString("id", Scope.Id(account));
        writer.WriteString("name", account.Name);
        writer.WriteString("type", "Microsoft.Batch/batchAccounts");
        writer.WriteString("location", account.Region);
        writer.WriteStartObject("identity");
        writer.WriteString("type", call.Services.Options.AutoStorageByIdentity ? "SystemAssigned" : "None");
        writer.WriteEndObject();
        writer.WriteStartObject("tags");
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteString("accountEndpoint", $"{call.Services.Urls.Https!.Authority}/{account.Name}");
        writer.WriteString("nodeManagementEndpoint", $"{call.Services.Urls.Https.Authority}/{account.Name}");
        writer.WriteString("provisioningState", "Succeeded");
        writer.WriteString("poolAllocationMode", "BatchService");
        writer.WriteString("publicNetworkAccess", "Enabled");
        writer.WriteStartArray("privateEndpointConnections");
        writer.WriteEndArray();
        WriteAutoStorage(writer, account, call.Services.Options.AutoStorageByIdentity);
        writer.WriteStartObject("encryption");
        writer.WriteString("keySource", "Microsoft.Batch");
        writer.WriteEndObject();
        writer.WriteNumber("dedicatedCoreQuota", quotas.DedicatedCores);
        writer.WriteStartArray("dedicatedCoreQuotaPerVMFamily");
        writer.WriteEndArray();
        writer.WriteBoolean("dedicatedCoreQuotaPerVMFamilyEnforced", false);
        writer.WriteNumber("lowPriorityCoreQuota", quotas.LowPriorityCores);
        writer.WriteNumber("poolQuota", quotas.Pools);
        writer.WriteNumber("activeJobAndJobScheduleQuota", quotas.ActiveJobsAndJobSchedules);
        writer.WriteStartArray("allowedAuthenticationModes");
        foreach (var mode in s_authenticationModes)
        {
            writer.WriteStringValue(mode);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAutoStorage(Utf8JsonWriter writer, AccountState account, bool byIdentity)
    {
        writer.WriteStartObject("autoStorage");
        writer.WriteString(
            "storageAccountId",
            $"/subscriptions/{WellKnown.SubscriptionId}/resourceGroups/{WellKnown.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/{WellKnown.StorageAccount}");
        writer.WriteString("lastKeySync", WireTime.Format(account.LastKeySync));
        writer.WriteString("authenticationMode", byIdentity ? "BatchAccountManagedIdentity" : "StorageKeys");
        writer.WriteEndObject();
    }
}

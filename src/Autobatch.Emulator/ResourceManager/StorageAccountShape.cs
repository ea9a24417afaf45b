using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>How a storage account is shown.</summary>
internal static class StorageAccountShape
{
    public static void Write(Utf8JsonWriter writer, Call call, StorageAccountRecord storage)
    {
        var options = storage.Options;
        writer.WriteStartObject();
        writer.WriteString("id", storage.Id);
        writer.WriteString("name", storage.Name);
        writer.WriteString("type", "Microsoft.Storage/storageAccounts");
        writer.WriteString("location", options.Location);
        writer.WriteString("kind", options.Kind);
        writer.WriteStartObject("sku");
        writer.WriteString("name", options.Sku);
        writer.WriteString("tier", options.Sku.Split('_')[0]);
        writer.WriteEndObject();
        writer.WriteStartObject("tags");
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteString("provisioningState", "Succeeded");
        writer.WriteString("primaryLocation", options.Location);
        writer.WriteString("statusOfPrimary", "available");
        writer.WriteBoolean("isHnsEnabled", options.IsHnsEnabled);
        writer.WriteBoolean("supportsHttpsTrafficOnly", false);
        writer.WriteBoolean("allowSharedKeyAccess", true);
        WriteNetwork(writer, options.Firewall);
        writer.WriteStartObject("keyCreationTime");
        writer.WriteString("key1", WireTime.Format(storage.Key1Created));
        writer.WriteString("key2", WireTime.Format(storage.Key2Created));
        writer.WriteEndObject();
        writer.WriteStartObject("primaryEndpoints");
        writer.WriteString("blob", call.Services.AutoStorage.Client(options).Uri.AbsoluteUri.TrimEnd('/') + "/");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteKeys(Utf8JsonWriter writer, StorageAccountRecord storage, string key)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("keys");
        foreach (var (name, created) in new[] { ("key1", storage.Key1Created), ("key2", storage.Key2Created) })
        {
            writer.WriteStartObject();
            writer.WriteString("keyName", name);
            writer.WriteString("value", key);
            writer.WriteString("permissions", "FULL");
            writer.WriteString("creationTime", WireTime.Format(created));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNetwork(Utf8JsonWriter writer, bool firewall)
    {
        writer.WriteStartObject("networkAcls");
        writer.WriteString("bypass", "AzureServices");
        writer.WriteStartArray("virtualNetworkRules");
        writer.WriteEndArray();
        writer.WriteStartArray("ipRules");
        writer.WriteEndArray();
        writer.WriteString("defaultAction", firewall ? "Deny" : "Allow");
        writer.WriteEndObject();
    }
}

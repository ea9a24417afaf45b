using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Azure.Core;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Reads the link between a Batch account and its storage account.</summary>
internal static class LinkReading
{
    /// <summary>The link of a body; null when it unlinks with an empty storageAccountId (FACTS D).</summary>
    public static AutoStorageLink? Read(Call call, AccountRecord account, JsonElement link)
    {
        var id = link.GetProperty("storageAccountId").GetString()!;
        if (id.Length == 0)
        {
            return null;
        }

        var storage = Find(call, id) ?? throw Errors.InvalidPropertyValue.Property(
            "properties.autoStorage.storageAccountId", id.Length <= 300 ? id : id[..300], "The specified storage account does not exist in this emulator.");
        var now = call.World.Now();
        var byIdentity = link.Property("authenticationMode").Is("BatchAccountManagedIdentity");
        var node = link.Property("nodeIdentityReference")?.Property("resourceId")?.GetString();
        return account.AutoStorage is { } old && old.StorageAccount == storage.Name && old.ByIdentity == byIdentity
            ? old with { NodeIdentity = node }
            : new(storage.Name, byIdentity, node, now, now);
    }

    /// <summary>A link by the account's identity needs one.</summary>
    public static void RequireIdentity(AccountRecord account)
    {
        if (account is { AutoStorage.ByIdentity: true, IdentityType: "None" })
        {
            throw Errors.InvalidPropertyValue.Property("properties.autoStorage.authenticationMode", "BatchAccountManagedIdentity", "The account has no managed identity.");
        }
    }

    private static StorageAccountRecord? Find(Call call, string id) =>
        ResourceIdentifier.TryParse(id, out var parsed)
        && call.World.StorageAccounts.TryGetValue(parsed!.Name, out var storage)
        && string.Equals(storage.Id, id, StringComparison.OrdinalIgnoreCase) ? storage : null;
}

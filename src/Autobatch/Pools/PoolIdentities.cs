using System.Text.Json;
using Autobatch.Accounts;

namespace Autobatch.Pools;

/// <summary>
/// The user-assigned identities of a pool's nodes. A REST body says <c>identity</c> as the data plane answers it,
/// <c>{"type":"UserAssigned","userAssignedIdentities":[{"resourceId":"…"}]}</c>, or with a map by resource id, as Resource Manager has it.
/// </summary>
public static class PoolIdentities
{
    private const string Type = "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/";

    /// <summary>The ARM ids of a pool that is there, whatever else the service tells with them.</summary>
    public static IReadOnlyList<string> Of(JsonElement pool) =>
        pool.ValueKind == JsonValueKind.Object && pool.TryGetProperty("identity", out JsonElement identity) && identity.ValueKind == JsonValueKind.Object
        && identity.TryGetProperty("userAssignedIdentities", out JsonElement users) ? [.. Ids(users)] : [];

    /// <summary>The ARM ids that a definition names, and what is wrong with the property; null when nothing is.</summary>
    public static (IReadOnlyList<string> Ids, string? Fault) Read(JsonElement pool)
    {
        if (pool.ValueKind != JsonValueKind.Object || !pool.TryGetProperty("identity", out JsonElement identity) || identity.ValueKind == JsonValueKind.Null)
        {
            return ([], null);
        }

        if (identity.ValueKind != JsonValueKind.Object || Text(identity, "type") is not { } type)
        {
            return ([], "'identity' is an object with a type, UserAssigned or None.");
        }

        if (identity.EnumerateObject().Select(p => p.Name).FirstOrDefault(n => n is not ("type" or "userAssignedIdentities")) is { } other)
        {
            return ([], $"'identity' has type and userAssignedIdentities, no '{other}'.");
        }

        IReadOnlyList<string> ids = Of(pool);
        bool none = type.Equals("None", StringComparison.OrdinalIgnoreCase);
        return !none && !type.Equals("UserAssigned", StringComparison.OrdinalIgnoreCase) ? ([], $"'identity/type' is UserAssigned or None, not '{type}'.")
            : none != (ids.Count == 0) || !ids.All(IsId) ? ([], "'identity/userAssignedIdentities' names user-assigned identities by their ARM ids, and goes with the type UserAssigned.")
            : (ids, null);
    }

    /// <summary>The identities that a pool of an account is to have: its own, and the one with which nodes get into the linked storage account.</summary>
    public static (IReadOnlyList<string> Ids, string? Fault) Wanted(JsonElement definition, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        (IReadOnlyList<string> own, string? fault) = Read(definition);
        return facts.Link?.IdentityOfNodes is { } linked && !own.Contains(linked, StringComparer.OrdinalIgnoreCase) ? ([.. own, linked], fault) : (own, fault);
    }

    private static IEnumerable<string> Ids(JsonElement users) => users.ValueKind switch
    {
        JsonValueKind.Object => users.EnumerateObject().Select(u => u.Name),
        JsonValueKind.Array => users.EnumerateArray().Select(u => Text(u, "resourceId") ?? ""),
        _ => [""],
    };

    private static bool IsId(string text) =>
        text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)
        && text.IndexOf(Type, StringComparison.OrdinalIgnoreCase) is > 0 and int at && text.Length > at + Type.Length;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

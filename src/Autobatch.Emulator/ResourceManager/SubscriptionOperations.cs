using System.Text.Json;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of what is around Batch accounts: the one tenant and subscription, its resource groups, regions and providers.</summary>
internal static class SubscriptionOperations
{
    private const string Id = $"/subscriptions/{WellKnown.SubscriptionId}";

    private static readonly (string Name, (string Type, string Version)[] Types)[] s_providers =
    [
        ("Microsoft.Batch", [("batchAccounts", "2025-06-01"), ("batchAccounts/pools", "2025-06-01"), ("operations", "2025-06-01"), ("locations", "2025-06-01")]),
        ("Microsoft.Storage", [("storageAccounts", "2023-05-01")]),
    ];

    private static readonly BodyRules s_group = new(
        "ResourceGroup",
        new("location", JsonType.Text, Required: true),
        new("tags", JsonType.Object, Check: NoTags));

    public static ValueTask<Reply> Tenants(Call call) => List(call, [WellKnown.TenantId], tenant => tenant, (writer, tenant) =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"/tenants/{tenant}");
        writer.WriteString("tenantId", tenant);
        writer.WriteString("displayName", "Emulator");
        writer.WriteString("tenantCategory", "Home");
        writer.WriteEndObject();
    });

    public static ValueTask<Reply> ListSubscriptions(Call call) => List(call, [WellKnown.SubscriptionId], id => id, (writer, _) => WriteSubscription(writer));

    public static ValueTask<Reply> GetSubscription(Call call) => new(Reply.Of(WriteSubscription));

    public static ValueTask<Reply> Locations(Call call) => List(call, [.. Regions(call)], name => name, (writer, name) =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"{Id}/locations/{name}");
        writer.WriteString("name", name);
        writer.WriteString("type", "Region");
        writer.WriteString("displayName", name);
        writer.WriteString("regionalDisplayName", name);
        writer.WriteStartObject("metadata");
        writer.WriteString("regionType", "Physical");
        writer.WriteString("regionCategory", "Recommended");
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static ValueTask<Reply> ListGroups(Call call) =>
        List(call, [.. Scope.Groups(call.Services.Options).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)], name => name, (writer, name) => WriteGroup(writer, call, name));

    /// <summary>An unknown group has been refused before.</summary>
    public static ValueTask<Reply> GetGroup(Call call) => new(Reply.Of(writer => WriteGroup(writer, call, Group(call))));

    /// <summary>Of a group that is there: scripts make it sure before they make an account. Groups have no tags here.</summary>
    public static ValueTask<Reply> PutGroup(Call call)
    {
        s_group.Check(call.RequiredBody());
        return GetGroup(call);
    }

    public static ValueTask<Reply> GroupExists(Call call) => new(Reply.Empty);

    public static ValueTask<Reply> ListProviders(Call call) => List(call, s_providers, provider => provider.Name, (writer, provider) => WriteProvider(writer, call, provider.Name, provider.Types));

    /// <summary>Of a provider that is asked for or registered, which every one here is already.</summary>
    public static ValueTask<Reply> GetProvider(Call call)
    {
        var name = call.Route["providerName"];
        var (known, types) = s_providers.FirstOrDefault(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase));
        return known is null
            ? throw ResourceManagerErrors.ProviderNotFound.With(("ResourceProviderNamespace", name))
            : new(Reply.Of(writer => WriteProvider(writer, call, known, types)));
    }

    private static ValueTask<Reply> List<T>(Call call, IReadOnlyList<T> items, Func<T, string> id, Action<Utf8JsonWriter, T> write) => new(ArmPage.List(call, items, id, write));

    private static void NoTags(JsonElement value, string name)
    {
        if (value.EnumerateObject().Any())
        {
            throw Errors.UnsupportedProperty.With(("PropertyName", name), ("Reason", "Resource groups of the emulator have no tags."));
        }
    }

    private static string Group(Call call) =>
        Scope.Groups(call.Services.Options).First(name => string.Equals(name, call.Route["resourceGroupName"], StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Regions(Call call) => call.World.Accounts.Values.Select(account => account.Record.Location)
        .Concat(call.Services.Options.Accounts.Select(account => account.Location))
        .Concat(call.World.StorageAccounts.Values.Select(storage => storage.Options.Location))
        .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);

    private static void WriteSubscription(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("subscriptionId", WellKnown.SubscriptionId);
        writer.WriteString("tenantId", WellKnown.TenantId);
        writer.WriteString("displayName", "Emulator");
        writer.WriteString("state", "Enabled");
        writer.WriteString("authorizationSource", "RoleBased");
        writer.WriteStartObject("subscriptionPolicies");
        writer.WriteString("spendingLimit", "Off");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A group is where the first account in it is.</summary>
    private static void WriteGroup(Utf8JsonWriter writer, Call call, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"{Id}/resourceGroups/{name}");
        writer.WriteString("name", name);
        writer.WriteString("type", "Microsoft.Resources/resourceGroups");
        writer.WriteString("location", call.Services.Options.Accounts.FirstOrDefault(account => string.Equals(account.ResourceGroup, name, StringComparison.OrdinalIgnoreCase))?.Location ?? Regions(call).First());
        writer.WriteStartObject("tags");
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteString("provisioningState", "Succeeded");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteProvider(Utf8JsonWriter writer, Call call, string name, (string Type, string Version)[] types)
    {
        string[] regions = [.. Regions(call)];
        writer.WriteStartObject();
        writer.WriteString("id", $"{Id}/providers/{name}");
        writer.WriteString("namespace", name);
        writer.WriteString("registrationState", "Registered");
        writer.WriteString("registrationPolicy", "RegistrationRequired");
        writer.WriteStartArray("resourceTypes");
        foreach (var (type, version) in types)
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", type);
            Texts(writer, "locations", regions);
            Texts(writer, "apiVersions", [version]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}

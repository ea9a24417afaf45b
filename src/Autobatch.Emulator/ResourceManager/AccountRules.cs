using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>What the bodies of a create and of a patch of an account may have (FACTS D).</summary>
internal static class AccountRules
{
    private static readonly BodyRules s_autoStorage = new(
        "AutoStorageBaseProperties",
        new("storageAccountId", Text, Required: true),
        new("authenticationMode", Text, Check: Checks.OneOf("StorageKeys", "BatchAccountManagedIdentity")),
        new("nodeIdentityReference", JsonType.Object, Check: new BodyRules("ComputeNodeIdentityReference", new PropertyRule("resourceId", Text, Required: true)).Check));

    private static readonly BodyRules s_keyVault = new("KeyVaultReference", new("id", Text, Required: true), new("url", Text, Required: true, CommonRules.Url));

    private static readonly PropertyRule[] s_shared =
    [
        new("autoStorage", JsonType.Object, Check: s_autoStorage.Check),
        new("publicNetworkAccess", Text, Check: OpenNetwork),
        new("networkProfile", JsonType.Object, Check: Checks.NotYet),
        new("encryption", JsonType.Object, Check: new BodyRules("EncryptionProperties", new PropertyRule("keySource", Text, Check: Checks.OneOf("Microsoft.Batch"))).Check),
        new("allowedAuthenticationModes", JsonType.Array, Check: Modes),
    ];

    private static readonly BodyRules s_createProperties = new(
        "BatchAccountCreateProperties",
        [
            .. s_shared,
            new("poolAllocationMode", Text, Check: Checks.OneOf("BatchService", "UserSubscription")),
            new("keyVaultReference", JsonType.Object, Check: s_keyVault.Check),
        ]);

    private static readonly BodyRules s_updateProperties = new("BatchAccountUpdateProperties", s_shared);

    private static readonly PropertyRule s_identityRule = IdentityRules.Of("BatchAccountIdentity", "None", "SystemAssigned", "UserAssigned");
    private static readonly PropertyRule s_tags = new("tags", JsonType.Object, Check: Tags);

    /// <summary>BatchAccountCreateParameters.</summary>
    public static BodyRules Create { get; } = new(
        "BatchAccountCreateParameters",
        new("location", Text, Required: true, Checks.Length(64, 1)),
        s_tags,
        s_identityRule,
        new("properties", JsonType.Object, Check: s_createProperties.Check));

    /// <summary>BatchAccountUpdateParameters.</summary>
    public static BodyRules Update { get; } = new("BatchAccountUpdateParameters", s_tags, s_identityRule, new("properties", JsonType.Object, Check: s_updateProperties.Check));

    private static void Modes(JsonElement value, string name)
    {
        Checks.EachText(value, name);
        foreach (var mode in value.EnumerateArray())
        {
            Checks.OneOf([.. AccountRecord.AllModes])(mode, name);
        }
    }

    private static void OpenNetwork(JsonElement value, string name)
    {
        if (!((JsonElement?)value).Is("Enabled"))
        {
            Checks.NotYet(value, name);
        }
    }

    /// <summary>Tags are texts.</summary>
    public static void Tags(JsonElement value, string name)
    {
        foreach (var tag in value.EnumerateObject().Where(tag => tag.Value.ValueKind != JsonValueKind.String))
        {
            throw Errors.InvalidPropertyValue.Property($"{name}.{tag.Name}", Checks.Shown(tag.Value), "The value must be a string.");
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Makes and changes account records by checked bodies. Under the gate.</summary>
internal static class AccountReading
{
    private const int KeyBytes = 64;

    /// <summary>A new account.</summary>
    public static AccountRecord New(Call call, string name, JsonElement body)
    {
        var properties = body.Property("properties");
        var vault = properties?.Property("keyVaultReference");
        var subscription = (properties?.Property("poolAllocationMode")).Is("UserSubscription");
        if (subscription && vault is null)
        {
            throw Errors.MissingRequiredProperty.With(("PropertyName", "properties.keyVaultReference"), ("Reason", "An account that allocates pools in the user's subscription needs a Key Vault."));
        }

        if (!subscription && vault is not null)
        {
            throw Errors.InvalidPropertyValue.Property("properties.keyVaultReference", null, "A Key Vault goes with poolAllocationMode UserSubscription only.");
        }

        return Changed(
            call,
            new()
            {
                Name = name,
                Location = Location(body.GetProperty("location").GetString()!),
                ResourceGroup = call.Route["resourceGroupName"],
                LastModified = default,
                PrimaryKey = Key(),
                SecondaryKey = Key(),
                Created = true,
                UserSubscription = subscription,
                KeyVault = vault is { } given ? new(given.GetProperty("id").GetString()!, given.GetProperty("url").GetString()!) : null,
                AuthenticationModes = subscription ? [AccountRecord.Entra, AccountRecord.TaskToken] : AccountRecord.AllModes,
            },
            body);
    }

    /// <summary>The account with what a patch says; what it does not say stays.</summary>
    public static AccountRecord Changed(Call call, AccountRecord account, JsonElement body)
    {
        var properties = body.Property("properties");
        if (body.Property("tags") is { } tags)
        {
            account = account with { Tags = tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!) };
        }

        if (body.Property("identity") is { } identity)
        {
            account = WithIdentity(account, identity);
        }

        if (properties?.Property("allowedAuthenticationModes") is { } modes)
        {
            List<string> wanted = [.. modes.EnumerateArray().Select(mode => mode.GetString()!)];
            account = account with { AuthenticationModes = [.. AccountRecord.AllModes.Where(mode => wanted.Contains(mode, StringComparer.OrdinalIgnoreCase))] };
        }

        if (account.UserSubscription && account.AuthenticationModes.Contains(AccountRecord.SharedKey))
        {
            throw Errors.InvalidPropertyValue.Property(
                "properties.allowedAuthenticationModes", AccountRecord.SharedKey, "An account that allocates pools in the user's subscription takes Microsoft Entra ID only.");
        }

        account = properties?.Property("autoStorage") is { } link ? account with { AutoStorage = LinkReading.Read(call, account, link) } : account;
        LinkReading.RequireIdentity(account);
        return account with { LastModified = call.World.Now() };
    }

    /// <summary>A key as the service makes them.</summary>
    public static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>A region by its name or its display name.</summary>
    public static string Location(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static AccountRecord WithIdentity(AccountRecord account, JsonElement identity)
    {
        var (type, users) = IdentityRules.Read(identity);
        return account with { IdentityType = type, UserIdentities = users };
    }
}

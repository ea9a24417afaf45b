using Autobatch.Errors;
using Azure.Core;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Checks what is asked for before anything is begun.</summary>
internal static class AccountBodies
{
    private const string ByKeys = "StorageKeys";
    private const string ByIdentity = "BatchAccountManagedIdentity";
    private const string BatchService = "BatchService";
    private const string UserSubscription = "UserSubscription";
    private const int Shortest = 3;
    private const int Longest = 24;

    public static bool IsUserSubscription(AccountBody body) => string.Equals(body.PoolAllocationMode, UserSubscription, StringComparison.OrdinalIgnoreCase);

    public static bool IsByIdentity(AutoStorageBody link) => string.Equals(link.AuthenticationMode, ByIdentity, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a Batch account may be called so.</summary>
    public static bool IsName(string name) => name.Length is >= Shortest and <= Longest && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>What is wrong with an account to be made; null when nothing is.</summary>
    public static Problem? Check(string name, AccountBody body) =>
        !IsName(name) ? Wrong("name", "has 3 to 24 lower-case letters and digits")
        : body.Location is not { Length: > 0 and <= 64 } location || !location.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') ? Wrong("location", "is a region, such as northeurope")
        : !OneOf(body.PoolAllocationMode, BatchService, UserSubscription) ? Wrong("poolAllocationMode", $"is {BatchService} or {UserSubscription}")
        : CheckVault(body)
        ?? (body.UserAssignedIdentities?.FirstOrDefault(i => !IsId(i, "Microsoft.ManagedIdentity/userAssignedIdentities")) is not null
            ? Wrong("userAssignedIdentities", "are ARM ids of user-assigned identities")
            : body.AutoStorage is not { } link ? null
            : Check(link)
                ?? (IsByIdentity(link) && body.UserAssignedIdentities is not { Count: > 0 }
                    ? Wrong("userAssignedIdentities", $"are needed when the link goes by {ByIdentity}")
                    : null));

    /// <summary>What is wrong with a link; null when nothing is.</summary>
    public static Problem? Check(AutoStorageBody link) =>
        !IsId(link.StorageAccountId, "Microsoft.Storage/storageAccounts")
            ? Wrong("storageAccountId", "is /subscriptions/{id}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{name}")
        : !OneOf(link.AuthenticationMode, ByKeys, ByIdentity) ? Wrong("authenticationMode", $"is {ByKeys} or {ByIdentity}")
        : link.NodeIdentityReference is { } node && !IsId(node.ResourceId, "Microsoft.ManagedIdentity/userAssignedIdentities")
            ? Wrong("nodeIdentityReference.resourceId", "is the ARM id of a user-assigned identity")
        : null;

    private static Problem? CheckVault(AccountBody body) =>
        !IsUserSubscription(body) ? body.KeyVaultReference is null ? null : Wrong("keyVaultReference", $"goes with {UserSubscription} only")
        : body.KeyVaultReference is not { } vault ? Wrong("keyVaultReference", $"is required with {UserSubscription}: Batch keeps the nodes' secrets there")
        : !IsId(vault.Id, "Microsoft.KeyVault/vaults") ? Wrong("keyVaultReference.id", "is the ARM id of a Key Vault")
        : Uri.TryCreate(vault.Url, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps ? null
        : Wrong("keyVaultReference.url", "is the vault's https address");

    private static bool OneOf(string? value, params string[] values) => value is null || values.Contains(value, StringComparer.OrdinalIgnoreCase);

    // No segment may lead elsewhere when it becomes a path.
    private static bool IsId(string? text, string type) =>
        text is { Length: > 0 and <= 500 }
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '(' or ')')
        && !text.Split('/').Any(s => s is "." or "..")
        && ResourceIdentifier.TryParse(text, out ResourceIdentifier? id) && id?.ResourceType == type && id.Name.Length > 0;

    private static Problem Wrong(string property, string rule) => Problem.Of(ErrorCodes.InvalidAccount, $"'{property}' {rule}.");
}

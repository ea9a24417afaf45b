using System.Text.Json;
using Azure.ResourceManager.Batch.Models;
using Azure.ResourceManager.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>The body of a create or of a patch of an account; what is null is not sent.</summary>
internal sealed record AccountChangeBody(
    string? Location, JsonElement? Identity, IDictionary<string, string>? Tags, AccountChangeBody.ChangeProperties? Properties)
{
    public static AccountChangeBody From(BatchAccountCreateOrUpdateContent content) => new(
        content.Location.Name,
        IdentityOf(content.Identity),
        content.Tags.Count > 0 ? content.Tags : null,
        new ChangeProperties(
            LinkOf(content.AutoStorage),
            content.PoolAllocationMode,
            content.KeyVaultReference is { } vault ? new AccountBody.VaultBody(vault.Id.ToString(), vault.Uri.AbsoluteUri) : null,
            content.PublicNetworkAccess,
            content.AllowedAuthenticationModes));

    public static AccountChangeBody From(BatchAccountPatch patch) => new(
        null,
        IdentityOf(patch.Identity),
        patch.Tags.Count > 0 ? patch.Tags : null,
        new ChangeProperties(LinkOf(patch.AutoStorage), null, null, patch.PublicNetworkAccess, patch.AllowedAuthenticationModes));

    private static LinkBody? LinkOf(BatchAccountAutoStorageBaseConfiguration? link) => link is null
        ? null
        : new LinkBody(
            link.StorageAccountId.ToString(),
            link.AuthenticationMode,
            link.NodeIdentityResourceId is { } node ? new AccountBody.NodeIdentityBody(node.ToString()) : null);

    private static JsonElement? IdentityOf(ManagedServiceIdentity? identity) => identity is null ? null : JsonSerializer.SerializeToElement(identity);

    internal sealed record ChangeProperties(
        LinkBody? AutoStorage,
        BatchAccountPoolAllocationMode? PoolAllocationMode,
        AccountBody.VaultBody? KeyVaultReference,
        BatchPublicNetworkAccess? PublicNetworkAccess,
        IList<BatchAuthenticationMode>? AllowedAuthenticationModes);

    internal sealed record LinkBody(string StorageAccountId, BatchAutoStorageAuthenticationMode? AuthenticationMode, AccountBody.NodeIdentityBody? NodeIdentityReference);
}
